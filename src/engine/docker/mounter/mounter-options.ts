// The mounter as Docker is asked for it. Pure. It has the rights to mount and is made for one request, so it gets nothing
// of the node but the folder with its socket, and runs the image as it was built, never what the node made of it.

import type Docker from 'dockerode'
import { dockerName, labels } from '../names.ts'

const memoryBytes = 128 * 1024 ** 2

export interface MounterPlan {
  readonly installationId: string
  readonly machine: {
    readonly key: string
    readonly nodeId: string
    /** Of the container that runs: its id and its first process. */
    readonly id: string
    readonly pid: number
    /** Paths of the disks that are its own alone. */
    readonly disks: readonly string[]
  }
  readonly image: string
  /** Of the socket it answers at, in `door`. */
  readonly name: string
  readonly program: string
  readonly maxMounts: number
  /** On the host. */
  readonly folders: { readonly door: string; readonly connections: string }
}

/** Where the kernel shows FUSE connections, and lets them be ended. */
export const connectionsPath = '/sys/fs/fuse/connections'

export function mounterOptions(plan: MounterPlan): Docker.ContainerCreateOptions {
  const { installationId, machine, image, name, program, maxMounts, folders } = plan
  const place = [String(machine.pid), machine.id]
  return {
    name: `${dockerName(installationId, machine.key)}-mounter-${name}`,
    Image: image,
    User: '0:0',
    WorkingDir: '/',
    Env: ['LD_PRELOAD=', 'LANG=C.UTF-8'],
    Entrypoint: ['/usr/bin/python3', '-I', '-S', '-c', program],
    Cmd: [...place, name, String(maxMounts), '/', ...machine.disks],
    Healthcheck: { Test: ['NONE'] },
    Labels: {
      [labels.installation]: installationId,
      [labels.machine]: machine.key,
      [labels.node]: machine.nodeId,
      [labels.mounter]: name,
    },
    HostConfig: {
      AutoRemove: true,
      NetworkMode: 'none',
      // It finds the node's namespace there, and no process of the node finds it.
      PidMode: 'host',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      CapAdd: ['DAC_OVERRIDE', 'SYS_ADMIN', 'SYS_CHROOT', 'SYS_PTRACE'],
      // Docker's own profile of AppArmor refuses every mount; its filter of system calls follows the rights above.
      SecurityOpt: ['no-new-privileges', 'apparmor=unconfined', 'label=disable'],
      Devices: [{ PathOnHost: '/dev/fuse', PathInContainer: '/dev/fuse', CgroupPermissions: 'rw' }],
      Memory: memoryBytes,
      MemorySwap: memoryBytes,
      PidsLimit: 16,
      LogConfig: { Type: 'none', Config: {} },
      Mounts: [
        bind(folders.door, '/door'),
        bind(folders.connections, '/records'),
        bind(connectionsPath, '/connections'),
      ],
    },
  }
}

function bind(source: string, path: string): Docker.MountSettings {
  return { Type: 'bind', Source: source, Target: path, ReadOnly: false, BindOptions: { Propagation: 'rprivate' } }
}
