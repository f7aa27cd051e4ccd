// A sidecar as Docker is asked for it. Pure. It has no network of its own, no port of the host, and no right that the
// machine beside it has not. Docker itself starts one that failed again, a few times, with growing pauses.

import type Docker from 'dockerode'
import type { MachineSpec, Sidecar } from '../../engine.ts'
import { limitOptions } from '../container-options.ts'
import { dockerName, labels } from '../names.ts'
import type { SidecarBind } from './sidecar-mounts.ts'
import { sidecarDigest, sidecarName } from './sidecar-names.ts'

const maxRestarts = 4
const sharedMemoryBytes = 256 * 1024 ** 2

export interface SidecarPlan {
  readonly installationId: string
  readonly machine: MachineSpec
  readonly sidecar: Sidecar
  readonly binds: readonly SidecarBind[]
  readonly hostCpus: number
  /** Control group that holds all of the machine; undefined: it has none. */
  readonly group: string | undefined
}

export function sidecarOptions(plan: SidecarPlan): Docker.ContainerCreateOptions {
  const { installationId, machine, sidecar, hostCpus } = plan
  return {
    name: sidecarName(installationId, machine.key, sidecar.name),
    Image: sidecar.image,
    Env: Object.entries(sidecar.environment).map(([name, value]) => `${name}=${value}`),
    Healthcheck: { Test: ['NONE'] },
    Labels: {
      [labels.installation]: installationId,
      [labels.machine]: machine.key,
      [labels.node]: machine.nodeId,
      [labels.sidecar]: sidecar.name,
      [labels.sidecarDigest]: sidecarDigest(sidecar),
    },
    HostConfig: {
      ...limitOptions(sidecar.limits, hostCpus),
      ...(plan.group === undefined ? {} : { CgroupParent: plan.group }),
      NetworkMode: `container:${dockerName(installationId, machine.key)}`,
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: maxRestarts },
      Privileged: false,
      ShmSize: sharedMemoryBytes,
      LogConfig: { Type: 'local', Config: { 'max-size': '10m', 'max-file': '2' } },
      CapDrop: ['MKNOD', 'NET_RAW'],
      Mounts: [...plan.binds.map(bindOption), ...memoryOptions(sidecar)],
    },
  }
}

function bindOption({ source, path, isReadOnly, follows, isAlone }: SidecarBind): Docker.MountSettings {
  const options = {
    Propagation: follows ? 'rslave' : 'rprivate',
    ...(follows ? { ReadOnlyNonRecursive: true } : {}),
    ...(isAlone ? { NonRecursive: true } : {}),
  }
  return {
    Type: 'bind',
    Source: source,
    Target: path,
    ReadOnly: isReadOnly,
    BindOptions: options as NonNullable<Docker.MountSettings['BindOptions']>,
  }
}

function memoryOptions({ mounts }: Sidecar): Docker.MountSettings[] {
  return mounts.flatMap((mount) =>
    'memoryBytes' in mount
      ? [
          {
            Type: 'tmpfs' as const,
            Source: '',
            Target: mount.path,
            TmpfsOptions: { SizeBytes: mount.memoryBytes, Mode: 0o1777 },
          },
        ]
      : [],
  )
}
