// An annex as Docker is asked for it. Pure. It is in its machine's network and among its processes, and has the machine's
// mounts, devices and rights; what runs in it is started by the machine's supervisor and counts against the machine.

import type Docker from 'dockerode'
import type { Annex } from '../../engine.ts'
import { dockerName, labels } from '../names.ts'

/** Its first process stays and does nothing, by the one program that every image has that runs a command line. */
const hold = 'while :; do kill -STOP $$; done'
/**
 * What an image calls its shell may be anything, and is in a control group of its own, where possible below the machine's:
 * it gets a processor that nobody else wants, and few processes. Fewer than these are not enough for Docker to start it.
 */
const ofHold = { CpuShares: 2, PidsLimit: 64 }
/** Of each folder that the image names by `VOLUME`. */
const volumeBytes = 1024 ** 3
/** By which the machine's supervisor finds it. */
const mark = 'carrel-annex'

export interface AnnexPlan {
  readonly installationId: string
  readonly machineKey: string
  readonly annex: Annex
  /** Folders that the image names by `VOLUME`, absolute. */
  readonly volumes: readonly string[]
  /** The machine's own container. */
  readonly machine: Pick<Docker.ContainerInspectInfo, 'Id' | 'HostConfig' | 'Config'>
}

export function annexName({ installationId, machineKey, annex }: Omit<AnnexPlan, 'machine' | 'volumes'>): string {
  if (!/^[a-z0-9][a-z0-9-]{0,79}$/.test(annex.name))
    throw new Error(`${JSON.stringify(annex.name)} cannot name an annex`)
  return `${dockerName(installationId, machineKey)}-annex-${annex.name}`
}

/** Those of the machine that are not its supervisor's. */
export function annexMounts({ HostConfig: { Mounts: mounts = [] } }: AnnexPlan['machine']): Docker.MountSettings[] {
  return mounts.filter(({ Target }) => Target !== '/carrel' && !Target.startsWith('/carrel/'))
}

export function annexOptions(plan: AnnexPlan): Docker.ContainerCreateOptions {
  const { annex, machine } = plan
  const has = machine.HostConfig
  return {
    name: annexName(plan),
    Image: annex.image,
    User: '0:0',
    WorkingDir: '/',
    Entrypoint: ['/bin/sh', '-c', hold, mark, annex.name],
    Cmd: [],
    Healthcheck: { Test: ['NONE'] },
    Labels: {
      [labels.installation]: plan.installationId,
      [labels.machine]: plan.machineKey,
      [labels.node]: machine.Config.Labels[labels.node] ?? '',
      [labels.annex]: annex.name,
    },
    HostConfig: {
      NetworkMode: `container:${machine.Id}`,
      PidMode: `container:${machine.Id}`,
      // Those of the machine, which are what counts: programs that look up what they may take find them here.
      ...(has.NanoCpus === undefined ? {} : { NanoCpus: has.NanoCpus }),
      ...(has.Memory === undefined ? {} : { Memory: has.Memory }),
      ...(has.MemorySwap === undefined ? {} : { MemorySwap: has.MemorySwap }),
      ...ofHold,
      ...(has.CgroupParent ? { CgroupParent: has.CgroupParent } : {}),
      ...(has.DeviceRequests ? { DeviceRequests: has.DeviceRequests } : {}),
      ...(has.StorageOpt ? { StorageOpt: has.StorageOpt } : {}),
      RestartPolicy: { Name: 'no' },
      Privileged: false,
      ShmSize: annex.sharedMemoryBytes ?? has.ShmSize,
      LogConfig: { Type: 'none', Config: {} },
      CapDrop: ['MKNOD', 'NET_RAW'],
      Mounts: annexMounts(machine),
      // Memory of the machine, where Docker would make storage that nobody limits.
      Tmpfs: Object.fromEntries(
        plan.volumes.map((path) => [path, `rw,exec,nosuid,nodev,mode=1777,size=${volumeBytes}`]),
      ),
    },
  }
}
