// Deletes folders a node could have written. Promise: never through a mount and never through a link. The folder is first
// moved to where no node sees it, which is quick; its files go in the background, and after a crash at the next start.

import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Log } from '../../base/log.ts'
import { openConfined } from '../../share/confined-folder.ts'
import { unbindBelow } from './host-mounts.ts'
import { trashFolder } from './machine-folders.ts'

/** Done when the path is free; an absent one is success. */
export async function discard(path: string, place: { volumes: string; log: Log }): Promise<void> {
  await unbindBelow(path)
  const trash = trashFolder(place.volumes)
  await mkdir(trash, { recursive: true, mode: 0o700 })
  const moved = join(trash, `${basename(path)}-${randomBytes(6).toString('hex')}`)
  try {
    await rename(path, moved)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  void empty(moved, place.log)
}

/** Takes up what a crash left. */
export async function emptyTrash(place: { volumes: string; log: Log }): Promise<void> {
  const trash = trashFolder(place.volumes)
  for (const name of await readdir(trash).catch(() => [])) await empty(join(trash, name), place.log)
}

async function empty(path: string, log: Log): Promise<void> {
  try {
    await unbindBelow(path)
    await using trash = await openConfined(dirname(path))
    await trash.removeTree([basename(path)])
  } catch (error) {
    log.warn({ err: error, path }, 'cannot delete; tried again at the next start')
  }
}
