import { expect, test } from 'vitest'
import type { MachineSpec, Sidecar } from '../../engine.ts'
import { sidecarDigest, sidecarName } from './sidecar-names.ts'
import { sidecarOptions } from './sidecar-options.ts'

const machine = { key: 'c-one', nodeId: '/x/nodes/0' } as MachineSpec
const sidecar: Sidecar = {
  name: 'Board',
  image: 'team/board:1',
  environment: { A: '1', B: 'two = 2' },
  limits: { cpus: 8, memoryBytes: 2 ** 30, pids: 100 },
  mounts: [{ path: '/memory', memoryBytes: 4096 }],
}
const binds = [{ source: '/s', path: '/work', isReadOnly: true, follows: false }]
const plan = { installationId: 'inst0001', machine, sidecar, binds, hostCpus: 4, group: undefined }

test('a sidecar is in its machine’s network, publishes nothing, and has no rights', () => {
  const { HostConfig: host, ...options } = sidecarOptions(plan)
  expect(host).toMatchObject({
    NetworkMode: 'container:carrel-inst0001-c-one',
    Privileged: false,
    CapDrop: ['MKNOD', 'NET_RAW'],
    NanoCpus: 4e9,
    Memory: 2 ** 30,
    MemorySwap: 2 ** 30,
    PidsLimit: 100,
  })
  for (const name of ['PortBindings', 'CapAdd', 'Devices', 'DeviceRequests', 'PidMode', 'IpcMode'])
    expect(host).not.toHaveProperty(name)
  expect(host?.Mounts).toMatchObject([
    { Type: 'bind', Source: '/s', Target: '/work', ReadOnly: true },
    { Type: 'tmpfs', Target: '/memory', TmpfsOptions: { SizeBytes: 4096 } },
  ])
  expect(options).toMatchObject({
    name: 'carrel-inst0001-c-one-app-board',
    Image: 'team/board:1',
    Env: ['A=1', 'B=two = 2'],
    Labels: { 'carrel.installation': 'inst0001', 'carrel.machine': 'c-one', 'carrel.sidecar': 'Board' },
  })
})

test('what is fixed in a container makes another of it; limits do not', () => {
  const same = sidecarDigest({ ...sidecar, limits: { ...sidecar.limits, cpus: 1 } })
  expect(same).toBe(sidecarDigest(sidecar))
  for (const change of [{ image: 'team/board:2' }, { environment: {} }, { mounts: [] }])
    expect(sidecarDigest({ ...sidecar, ...change })).not.toBe(same)
})

test.each(['', '../x', 'a b', 'x'.repeat(33)])('%j names no container', (name) => {
  expect(() => sidecarName('inst0001', 'c-one', name)).toThrow()
})
