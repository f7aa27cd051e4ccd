// Datastores on a host: each is mounted once below `volumes/datastores`, from where it goes into machines. Promise: what
// stands there is the very folder that was checked, carries `nosuid,nodev` (and `ro`) from its first moment on, so that
// whatever is mounted from it does, and is tied to no other mount of the host: what is mounted inside the folder later
// does not follow. Nothing is remembered: what is ready is read from the kernel.

import { execFile } from 'node:child_process'
import { mkdir, readdir, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { BoundedLooks } from '../../share/host-folder/bounded-looks.ts'
import { guardedFolders } from '../../share/host-folder/guarded-folders.ts'
import { type HostFolder, type OpenHostFolder, openHostFolder } from '../../share/host-folder/open-host-folder.ts'
import type { PublishedFolders } from '../../share/host-folder/published-folders.ts'
import { bindHandle } from './bind-handle.ts'
import { type HostMount, mountAt, mountOf, readMounts, unbind } from './host-mounts.ts'
import { datastoreFolder } from './machine-folders.ts'

const run = promisify(execFile)
/** A mount of what does not answer is given up. */
const patience = { timeout: 10_000, killSignal: 'SIGKILL' } as const

export interface PublishedOnHostOptions {
  /** The real path, a mount of its own. */
  readonly volumes: string
  /** Folders that are never published, nor anything above or below them. */
  own(): Promise<readonly string[]>
}

export function publishedOnHost({ volumes, own }: PublishedOnHostOptions): PublishedFolders {
  const looks = new BoundedLooks()
  const opened = async (folder: HostFolder) =>
    openHostFolder(folder, { guarded: guardedFolders(await own()), isUnprivileged })
  const withdraw = (key: string) => takeAway(datastoreFolder(volumes, key))
  return {
    look: (folder) =>
      looks.at(folder.path, async () => {
        const { handle, identity } = await opened(folder)
        await handle.close()
        return identity
      }),
    publish: (key, folder) =>
      looks.at(folder.path, async () => {
        const found = await opened(folder).catch(async (error: unknown) => {
          await withdraw(key)
          throw error
        })
        try {
          await place(found, { volumes, key, isReadOnly: folder.isReadOnly })
        } finally {
          await found.handle.close()
        }
        return found.identity
      }),
    withdraw,
    async ready() {
      const mounts = await readMounts()
      const keys = await readdir(join(volumes, 'datastores')).catch(() => [])
      return new Set(keys.filter((key) => isReady(mountAt(mounts, join(volumes, 'datastores', key)))))
    },
  }
}

/** Whether machines may be given what is mounted there. */
export function isReady(mount: HostMount | undefined): boolean {
  return mount?.options.includes('nosuid') === true && mount.options.includes('nodev')
}

interface Place {
  readonly volumes: string
  readonly key: string
  readonly isReadOnly: boolean
}

async function place({ handle, identity }: OpenHostFolder, { volumes, key, isReadOnly }: Place): Promise<void> {
  const path = datastoreFolder(volumes, key)
  const there = mountAt(await readMounts(), path)
  const isRight = isReady(there) && there?.options.includes(isReadOnly ? 'ro' : 'rw')
  if (isRight && (await identityAt(path)) === identity) return
  await takeAway(path)
  // Not at its own place before it is as it must be: a machine might take it from there in between.
  const rehearsal = join(volumes, 'datastores', `new-${key}`)
  await takeAway(rehearsal)
  for (const folder of [rehearsal, path]) await mkdir(folder, { recursive: true, mode: 0o700 })
  await bindHandle(handle, rehearsal)
  await run('mount', ['-c', '--make-private', rehearsal], patience)
  const options = ['remount', 'bind', 'nosuid', 'nodev', isReadOnly ? 'ro' : 'rw']
  await run('mount', ['-c', '-o', options.join(','), rehearsal], patience)
  if ((await identityAt(rehearsal)) !== identity) throw new Error(`${rehearsal} is not what was opened`)
  await run('mount', ['-c', '--bind', rehearsal, path], patience)
  await takeAway(rehearsal)
  if (!isReady(mountAt(await readMounts(), path))) throw new Error(`${path} could not be mounted as it must be`)
}

/** Nothing of what is mounted there is touched: the folder itself goes only when it is empty, and no mount. */
async function takeAway(path: string): Promise<void> {
  while (mountAt(await readMounts(), path) !== undefined) await unbind(path)
  await rmdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}

async function identityAt(path: string): Promise<string> {
  const { dev, ino } = await stat(path, { bigint: true })
  return `${dev}:${ino}`
}

async function isUnprivileged(path: string): Promise<boolean> {
  return isReady(mountOf(await readMounts(), path))
}
