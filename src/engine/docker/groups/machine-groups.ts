// One control group for each machine, with the containers of the machine below it: its own, and whatever stands beside it.
// It holds what the machine may take, so that all of them together take no more. Promise: where the kernel or this Docker
// cannot do that, machines run all the same, each container with limits of its own.

import type Docker from 'dockerode'
import type { MachineKey } from '../../engine.ts'
import { dockerName } from '../names.ts'
import { groupFolders } from './group-folders.ts'
import { type GroupingHost, groupingOf, type HostOfGroups } from './grouping-of.ts'
import { slices } from './slices.ts'

/** As Docker is told them; undefined and 0: not limited. */
export interface GroupLimits {
  readonly NanoCpus?: number | undefined
  readonly Memory?: number | undefined
  readonly PidsLimit?: number | null | undefined
}

/** Groups by name, in one of the ways that hosts have. */
export interface GroupKeeper {
  /** What Docker knows it by. */
  parentOf(name: string): string
  /** Makes it, and brings it to these limits; `onlyUp`: to none that is less than it has. */
  hold(name: string, limits: GroupLimits, onlyUp: boolean): Promise<void>
  /** Absent is success. Throws while anything is in it. */
  remove(name: string): Promise<void>
  names(): Promise<string[]>
}

export interface MachineGroups {
  /** Makes it where it can be made, and says what Docker is to put below; undefined: containers are on their own. */
  parentFor(key: MachineKey, limits: GroupLimits): Promise<string | undefined>
  /** Of a machine whose container was made below a group. `onlyUp`: while something below may still have more. */
  hold(key: MachineKey, limits: GroupLimits, how?: { readonly onlyUp: boolean }): Promise<void>
  remove(key: MachineKey): Promise<void>
  /** Machines that there are groups of. */
  keys(): Promise<MachineKey[]>
}

export interface GroupsPlace {
  readonly docker: Docker
  readonly installationId: string
  readonly log: { info(fault: object, message: string): void; warn(fault: object, message: string): void }
}

export function machineGroups({ docker, installationId, log }: GroupsPlace): MachineGroups {
  const keeper = keeperOf(docker)
  const nameOf = (key: MachineKey): string => dockerName(installationId, key)
  let isRefused = false
  return {
    async parentFor(key, limits) {
      const has = await keeper()
      if (has === undefined || isRefused) return undefined
      try {
        await has.hold(nameOf(key), limits, false)
        return has.parentOf(nameOf(key))
      } catch (err) {
        // Not root, or in a container itself.
        isRefused = true
        log.warn({ err }, 'no control group can be made: containers beside a machine have limits of their own')
        return undefined
      }
    },
    async hold(key, limits, { onlyUp } = { onlyUp: false }) {
      await (await keeper())?.hold(nameOf(key), limits, onlyUp).catch((err: unknown) => {
        log.info({ err, machine: key }, 'a control group does not take the limits of its machine yet')
      })
    },
    remove: async (key) => (await keeper())?.remove(nameOf(key)),
    async keys() {
      const own = nameOf('')
      const names = (await (await keeper())?.names()) ?? []
      return names.filter((name) => name.startsWith(own)).map((name) => name.slice(own.length))
    },
  }
}

/** Asks Docker until it has answered once. */
function keeperOf(docker: Docker): () => Promise<GroupKeeper | undefined> {
  let known: Promise<GroupKeeper | undefined> | undefined
  return () => {
    known ??= docker.info().then(
      (info: HostOfGroups) => keepers[groupingOf(info)](),
      (error: unknown) => {
        known = undefined
        throw error
      },
    )
    return known
  }
}

const keepers: Readonly<Record<GroupingHost, () => GroupKeeper | undefined>> = {
  folders1: () => groupFolders({ root: '/sys/fs/cgroup', version: 1 }),
  folders2: () => groupFolders({ root: '/sys/fs/cgroup', version: 2 }),
  slices: () => slices({ root: '/sys/fs/cgroup' }),
  none: () => undefined,
}
