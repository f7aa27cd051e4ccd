import type { MachineFacts } from '../../src/host/machine-facts.ts'

const gigabyte = 1024 ** 3

/** Of a machine that has all that an installation needs. */
export const readyMachine: MachineFacts = {
  dataDisk: 50 * gigabyte,
  imageDisk: 50 * gigabyte,
  memory: { total: 16 * gigabyte, free: 8 * gigabyte },
  takenPorts: [],
  kernel: { release: '6.1', hasOverlay: true, cgroup: 2, canMount: true },
  rights: 'root',
  hasApt: true,
  hasSystemd: false,
  docker: {
    kind: 'running',
    daemon: { socketPath: '/s', version: '20.10.24', hasLiveRestore: true, dataRoot: '/var/lib/docker' },
  },
  hasDockerd: true,
  hasMmdebstrap: true,
  hasImage: true,
  hasGatewayAccount: true,
}
