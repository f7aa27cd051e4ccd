// Removes a folder with all it holds, while whoever filled it may still be at work there. Promise: nothing behind a link
// and nothing on another mount is touched, however deep, wide or oddly named the tree is.
//
// Depth costs nothing: a folder's folders are first moved up to the top of the tree under new names, so that each is
// emptied at the same place, with a handful of descriptors and no path that grows.

import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rmdir, unlink } from 'node:fs/promises'
import { below, openFlags } from './descriptor-path.ts'
import { mountId } from './mount-id.ts'
import { readEntries } from './read-entries.ts'

/** How many of a folder's entries are removed at a time. */
const width = 16
/** How many looks in a row may find nothing to remove, since somebody is quicker each time. */
const patience = 1000

interface Removal {
  readonly top: FileHandle
  readonly mount: number
  readonly signal: AbortSignal | undefined
  /** What went or moved up since the last look. */
  steps: number
  /** Why the first of what stayed did. */
  obstacle: unknown
}

/**
 * Done when nothing is at `name`; an absent one is success, a link or a file goes by itself. What cannot be removed stays,
 * perhaps further up in the tree, and its reason is thrown when all else is gone.
 */
export async function removeTreeBelow(parent: FileHandle, name: string, signal?: AbortSignal): Promise<void> {
  const path = below(parent, name)
  if (await removedAsFile(path)) return
  await using top = await open(path, openFlags.folder)
  const removal: Removal = { top, mount: mountId(top), signal, steps: 0, obstacle: undefined }
  if (removal.mount !== mountId(parent)) throw mounted()
  let idle = 0
  while (!(await removedAsEmpty(path))) {
    signal?.throwIfAborted()
    removal.steps = 0
    removal.obstacle = undefined
    await eachEntry(top, signal, (name) => removeEntry(removal, name))
    idle = removal.steps === 0 ? idle + 1 : 0
    if (idle > 0 && removal.obstacle !== undefined) throw removal.obstacle
    if (idle > patience) throw refilled()
  }
}

async function removeEntry(removal: Removal, name: Buffer): Promise<void> {
  const path = below(removal.top, name)
  try {
    if (!(await removedAsFile(path))) {
      await emptyFolder(removal, path)
      await rmdir(path)
    }
    removal.steps += 1
  } catch (error) {
    // Whoever moved or filled it while it was looked at is met again on the next look. What fills it for good has said why.
    if (!isErrno(error, 'ENOENT') && !isErrno(error, 'ENOTEMPTY')) removal.obstacle ??= error
  }
}

async function emptyFolder(removal: Removal, path: string | Buffer): Promise<void> {
  await using folder = await open(path, openFlags.folder)
  if (mountId(folder) !== removal.mount) throw mounted()
  await eachEntry(folder, removal.signal, async (name) => {
    try {
      if (!(await removedAsFile(below(folder, name))))
        await rename(below(folder, name), below(removal.top, randomBytes(16).toString('hex')))
      removal.steps += 1
    } catch (error) {
      if (!isErrno(error, 'ENOENT')) removal.obstacle ??= error
    }
  })
}

/** Entries a few at a time; `work` does not throw. */
async function eachEntry(
  folder: FileHandle,
  signal: AbortSignal | undefined,
  work: (name: Buffer) => Promise<void>,
): Promise<void> {
  let batch: Promise<void>[] = []
  try {
    for await (const entry of readEntries(folder)) {
      signal?.throwIfAborted()
      if (batch.push(work(entry.name)) < width) continue
      await Promise.all(batch)
      batch = []
    }
  } finally {
    // Before the descriptor is closed, which is the caller's next step.
    await Promise.allSettled(batch)
  }
}

/** False when it is a folder. Links are removed, not followed. */
async function removedAsFile(path: string | Buffer): Promise<boolean> {
  try {
    await unlink(path)
  } catch (error) {
    if (isErrno(error, 'EISDIR')) return false
    if (!isErrno(error, 'ENOENT')) throw error
  }
  return true
}

async function removedAsEmpty(path: string | Buffer): Promise<boolean> {
  try {
    await rmdir(path)
  } catch (error) {
    if (isErrno(error, 'ENOTEMPTY')) return false
    if (!isErrno(error, 'ENOENT')) throw error
  }
  return true
}

function mounted(): Error {
  return Object.assign(new Error('another mount is here'), { code: 'EBUSY' })
}

function refilled(): Error {
  return Object.assign(new Error('somebody goes on filling it'), { code: 'ENOTEMPTY' })
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code
}
