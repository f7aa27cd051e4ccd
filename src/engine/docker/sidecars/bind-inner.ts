// Binds a folder that lies in what nodes can write to a place where only the server can. Promise: what is bound is what
// was opened, step by step and through no link; whatever a node puts in its path meanwhile changes nothing.

import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { mkdir, open, readdir, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openConfined } from '../../../share/confined-folder.ts'
import { ConfinedPathError } from '../../../share/confined-path-error.ts'
import { walk } from '../../../share/walk.ts'
import { unbindBelow } from '../host-mounts.ts'
import type { InnerFolder } from './sidecar-mounts.ts'

const run = promisify(execFile)

/** What is absent on the way is made for `uid`, where it may be. Throws ConfinedPathError for a way that leads through a link. */
export async function bindInner({ root, names, target, isMade }: InnerFolder, uid: number): Promise<void> {
  if (isMade) await makeFolders(root, names, uid)
  await using outer = await open(root, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
  await using folder = await walk(outer, names)
  await mkdir(target, { recursive: true, mode: 0o700 })
  const [wanted, there] = await Promise.all([folder.stat(), stat(target)])
  if (wanted.dev === there.dev && wanted.ino === there.ino) return
  await unbindBelow(target)
  // By the descriptor, which no other program can lead elsewhere; `mount` is not to make a path of it.
  await run('mount', ['--no-canonicalize', '--bind', `/proc/${process.pid}/fd/${folder.fd}`, target])
}

/** Takes away the places that no sidecar has any more. */
export async function unbindOthers(folder: string, kept: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const target = join(folder, name)
    if (kept.has(target)) continue
    await unbindBelow(target)
    await rmdir(target)
  }
}

async function makeFolders(root: string, names: readonly string[], uid: number): Promise<void> {
  await using folder = await openConfined(root)
  for (let depth = 1; depth <= names.length; depth++) {
    await folder.mkdir(names.slice(0, depth), { owner: { uid, gid: uid } }).catch((error: unknown) => {
      if (!(error instanceof ConfinedPathError) || error.code !== 'Exists') throw error
    })
  }
}
