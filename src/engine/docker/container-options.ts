// A machine as Docker is asked for it. Pure. The container holds image, identity and network; what differs from boot to
// boot comes from outside. Its user is root in it and nobody anywhere else.

import type Docker from 'dockerode'
import type { MachineLimits, MachineSpec } from '../engine.ts'
import { clusterHash, dockerName, labels, networkName } from './names.ts'
import type { Bind } from './plan-mounts.ts'

/** Of /run, which counts likewise. */
const runBytes = 64 * 1024 ** 2
/** Of /dev/shm. What lies there counts against the machine's memory, which bounds it. */
const sharedMemoryBytes = 1024 ** 3

export interface ContainerPlan {
  readonly installationId: string
  readonly spec: MachineSpec
  readonly binds: readonly Bind[]
  readonly hostCpus: number
  /** Whether the host's mounts can be followed at all. */
  readonly canFollow: boolean
  /** Whether Docker's storage can hold a machine to the size of its disk. */
  readonly limitsDisks: boolean
  /** Control group that holds all of the machine; undefined: it has none. */
  readonly group: string | undefined
  /** Whether the host has /dev/fuse: programs open it before they ask for anything to be mounted. */
  readonly hasFuse: boolean
}

export function containerOptions(plan: ContainerPlan): Docker.ContainerCreateOptions {
  const { installationId, spec, hostCpus } = plan
  return {
    name: dockerName(installationId, spec.key),
    Image: spec.image,
    Hostname: spec.hostname.slice(0, 63),
    User: '0:0',
    WorkingDir: '/',
    Entrypoint: ['/usr/bin/tini', '--', '/bin/sh', '/carrel/supervisor/start'],
    Cmd: [],
    Healthcheck: { Test: ['NONE'] },
    StopSignal: 'SIGTERM',
    Labels: {
      [labels.installation]: installationId,
      [labels.machine]: spec.key,
      [labels.node]: spec.nodeId,
      ...(spec.cluster === undefined ? {} : { [labels.cluster]: clusterHash(spec.cluster) }),
    },
    ...(spec.cluster === undefined
      ? {}
      : {
          NetworkingConfig: { EndpointsConfig: { [networkName(installationId, spec)]: { Aliases: [spec.hostname] } } },
        }),
    HostConfig: {
      ...limitOptions(spec.limits, hostCpus),
      ...(plan.group === undefined ? {} : { CgroupParent: plan.group }),
      NetworkMode: networkName(installationId, spec),
      RestartPolicy: { Name: 'no' },
      ShmSize: sharedMemoryBytes,
      LogConfig: { Type: 'local', Config: { 'max-size': '10m', 'max-file': '2' } },
      CapDrop: ['MKNOD', 'NET_RAW'],
      Init: false,
      // As on any machine, and so that one whose disk is full can start.
      Tmpfs: { '/run': `rw,nosuid,nodev,exec,mode=755,size=${runBytes}` },
      ...(plan.limitsDisks && spec.limits.osDiskBytes !== undefined
        ? { StorageOpt: { size: String(spec.limits.osDiskBytes) } }
        : {}),
      Mounts: plan.binds.map((bind) => mountOption(bind, plan.canFollow)),
      ...(plan.hasFuse
        ? { Devices: [{ PathOnHost: '/dev/fuse', PathInContainer: '/dev/fuse', CgroupPermissions: 'rw' }] }
        : {}),
      ...(spec.limits.gpus > 0
        ? { DeviceRequests: [{ Driver: '', Count: spec.limits.gpus, Capabilities: [['gpu']] }] }
        : {}),
    },
  }
}

/** What Docker can also change while the machine runs. It refuses more processors than the host has. */
export function limitOptions(limits: Omit<MachineLimits, 'gpus'>, hostCpus: number) {
  return {
    NanoCpus: Math.round(Math.min(limits.cpus, hostCpus) * 1e9),
    Memory: limits.memoryBytes,
    MemorySwap: limits.memoryBytes,
    PidsLimit: limits.pids,
  }
}

function mountOption(bind: Bind, canFollow: boolean): Docker.MountSettings {
  const options = {
    Propagation: bind.follows && canFollow ? 'rslave' : 'rprivate',
    // A parent is read-only, the shares mounted in it are what they are.
    ...(bind.follows ? { ReadOnlyNonRecursive: true } : {}),
  }
  return {
    Type: 'bind',
    Source: bind.source,
    Target: bind.path,
    ReadOnly: bind.isReadOnly,
    BindOptions: options as NonNullable<Docker.MountSettings['BindOptions']>,
  }
}
