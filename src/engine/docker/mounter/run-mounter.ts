// Sends for a mounter: one container for one request of a node, gone when this is done. What it may do is decided here
// from what Docker and the installation say; nothing the node says is read outside the mounter.

import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MachineKey } from '../../engine.ts'
import { type DockerContext, type FoundMachine, findMachine } from '../docker-context.ts'
import { isConflict, isMissing } from '../docker-errors.ts'
import { foldersOf } from '../machine-folders.ts'
import { ensureConnectionsList, hasFuse } from './fuse-of-host.ts'
import { mounterOptions } from './mounter-options.ts'

/** More than it gives itself. */
const longestMs = 60_000

export interface MounterRequest {
  readonly key: MachineKey
  readonly max: number
  /** The administrator's: no image that somebody brings along is given the rights of a mounter. */
  readonly image: string
  /** Called when it is on its way, with the name of its socket. */
  readonly tell: (name: string) => void
}

/** Why there is none, for whoever asked; undefined: it has done its work. */
export async function runMounter(context: DockerContext, request: MounterRequest): Promise<string | undefined> {
  const { key, max, image, tell } = request
  if (max === 0) return 'an administrator has switched this off: "maxMounts" in config.json of the data folder'
  if (!(await hasFuse())) return 'the host has no /dev/fuse: an administrator can load it there (modprobe fuse)'
  const found = await findMachine(context, key)
  if (found === undefined || !isUp(context, found)) return 'this instance is being stopped'
  await ensureConnectionsList()
  const name = randomBytes(8).toString('hex')
  const container = await context.docker.createContainer(
    mounterOptions({
      installationId: context.installationId,
      machine: machineOf(context, found),
      image,
      name,
      program: await readFile(join(import.meta.dirname, 'mounter.py'), 'utf8'),
      maxMounts: max,
      folders: foldersOf(context.paths.volumes, key),
    }),
  )
  try {
    await container.start()
    tell(name)
    await Promise.race([container.wait({ condition: 'removed' }), late()])
  } catch (error) {
    if (!isMissing(error)) throw error
  } finally {
    await container.remove({ force: true }).catch((error: unknown) => {
      if (!isMissing(error) && !isConflict(error)) throw error
    })
  }
  return undefined
}

function isUp({ jobs }: DockerContext, { status }: FoundMachine): boolean {
  const job = jobs.kindOf(status.key)
  return status.phase === 'running' && job !== 'stop' && job !== 'remove'
}

function machineOf({ paths }: DockerContext, { info, status }: FoundMachine) {
  const nodes = join(paths.volumes, 'nodes')
  // What it may write, that no other machine sees: home and temporary disk.
  const own = info.Mounts.filter(({ Source, RW, Destination }) => {
    return RW && Source.startsWith(`${nodes}/`) && !Destination.startsWith('/carrel/')
  })
  const disks = own.map(({ Destination }) => Destination)
  return { key: status.key, nodeId: status.nodeId, id: info.Id, pid: info.State.Pid, disks }
}

function late(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, longestMs).unref())
}
