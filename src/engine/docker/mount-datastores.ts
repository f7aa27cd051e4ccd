// The datastores of one machine, mounted into the folder it follows: what is asked for and ready is mounted, everything
// else there that is no share goes. Promise: it never throws and waits for nothing: a machine runs with what is to be had.

import { execFile } from 'node:child_process'
import { mkdir, rmdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Log } from '../../base/log.ts'
import type { DatastoreStatus } from '../engine.ts'
import { type HostMount, mountAt, readMounts, unbind } from './host-mounts.ts'
import type { DatastoreMountSpec, MountPlan } from './plan-mounts.ts'
import { isReady } from './published-on-host.ts'

const run = promisify(execFile)
const patience = { timeout: 10_000, killSignal: 'SIGKILL' } as const

interface Place {
  /** As they were read a moment ago. */
  readonly mounts: readonly HostMount[]
  /** Below which the machine's own mounts are. */
  readonly folder: string
  readonly log: Log
}

export async function mountDatastores(plan: MountPlan, { mounts, folder, log }: Place): Promise<DatastoreStatus[]> {
  const kept = new Set([...plan.propagated, ...plan.datastores].map(({ target }) => target))
  await releaseMounts({ mounts: mounts.filter(({ path }) => !kept.has(path)), folder, log })
  const told: DatastoreStatus[] = []
  for (const datastore of plan.datastores) {
    const { key, path, isReadOnly, version } = datastore
    const fault = await mountOne(datastore, mounts).catch((err: unknown) => {
      log.warn({ err, path }, 'cannot mount a datastore')
      return 'it cannot be mounted on the host; the server log says why'
    })
    told.push({ key, path, isReadOnly, version, ...(fault === undefined ? {} : { fault }) })
  }
  return told
}

/** Unmounts what is in the folders that a machine follows: one that does not run keeps nothing of the host busy. */
export async function releaseMounts({ mounts, folder, log }: Place): Promise<void> {
  const followed = mounts.map(({ path }) => path).filter((path) => isFollowed(path, folder))
  for (const path of new Set(followed)) {
    await takeAway(path).catch((err: unknown) => log.warn({ err, path }, 'cannot unmount; tried again'))
  }
}

/** Beside those folders lies what is nobody's to follow. */
function isFollowed(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`) && /^[0-9a-f]{12}\//.test(path.slice(folder.length + 1))
}

/** Why it is not mounted; undefined: it is. */
async function mountOne(spec: DatastoreMountSpec, mounts: readonly HostMount[]): Promise<string | undefined> {
  const { source, target, isReadOnly } = spec
  const mode = isReadOnly ? 'ro' : 'rw'
  const [ready, there] = [mountAt(mounts, source), mountAt(mounts, target)]
  const isToBeHad = isReady(ready) && ready?.options.includes(mode)
  if (isToBeHad && isSame(there, ready, mode)) return undefined
  if (there !== undefined) await takeAway(target)
  if (!isToBeHad) return 'its folder on the host is not to be had'
  await mkdir(target, { recursive: true, mode: 0o755 })
  await run('mount', ['--no-canonicalize', '--bind', source, target], patience)
  if (isSame(mountAt(await readMounts(), target), ready, mode)) return undefined
  await takeAway(target)
  return 'its folder on the host was replaced meanwhile'
}

/** By what the kernel says of the two: to look at the folders could take for ever. */
function isSame(there: HostMount | undefined, ready: HostMount | undefined, mode: string): boolean {
  return there !== undefined && there.of === ready?.of && isReady(there) && there.options.includes(mode)
}

async function takeAway(target: string): Promise<void> {
  while (mountAt(await readMounts(), target) !== undefined) await unbind(target)
  // The empty folder below. One that holds the folders of others stays.
  await rmdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTEMPTY') throw error
  })
}
