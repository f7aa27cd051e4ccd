// Puts nodes' files from an archive below one folder. The archive may have been made to do harm. Promise: nothing outside the
// folder is made, opened or altered, because each path is walked by open folders and through no link; nothing is written
// over; no device, no file that runs with another's rights comes of it.

import { constants } from 'node:fs'
import { type FileHandle, lchown, link, mkdir, open, symlink } from 'node:fs/promises'
import { checkPath } from '../../share/check-path.ts'
import { ConfinedPathError } from '../../share/confined-path-error.ts'
import { below, openFlags } from '../../share/descriptor-path.ts'
import { walk } from '../../share/walk.ts'
import { isRoot } from '../owner.ts'
import { ArchiveError } from './archive-error.ts'
import type { DiskGuard } from './disk-guard.ts'
import type { ReadEntry } from './read-archive.ts'

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
const zeros = Buffer.alloc(64 * 1024)

/** The caller disposes. */
export async function openUnpacking(folder: string, guard: DiskGuard): Promise<UnpackedFiles> {
  return new UnpackedFiles(await open(folder, openFlags.changeableFolder), guard)
}

export class UnpackedFiles implements AsyncDisposable {
  readonly #root: FileHandle
  readonly #guard: DiskGuard
  readonly #made = new Set<string>()
  /** Where the last entry went; the next mostly goes there too. */
  #parent: { readonly path: string; readonly handle: FileHandle } | undefined

  constructor(root: FileHandle, guard: DiskGuard) {
    this.#root = root
    this.#guard = guard
  }

  /** `path` from the folder inwards. `linkPath`: of a hard link, the same way, what it is another name of. */
  async put(entry: ReadEntry, path: readonly string[], linkPath?: readonly string[]): Promise<void> {
    try {
      checkPath(path)
      await this.#guard.before(0, 1)
      const name = path.at(-1) ?? ''
      const parent = await this.#open(path.slice(0, -1))
      if (entry.kind === 'folder') await makeFolder(parent, name, entry)
      else if (entry.kind === 'file') await this.#writeFile(parent, name, entry)
      else if (entry.kind === 'link') await makeLink(parent, name, entry)
      else await this.#makeHardLink(parent, name, linkPath)
    } catch (error) {
      throw explained(error, entry.name)
    }
  }

  /** A folder of ours above the nodes' own, closed to others; one that is there is left as it is. */
  async ensureFolder(path: readonly string[]): Promise<void> {
    checkPath(path)
    const name = path.at(-1)
    if (name === undefined || this.#made.has(path.join('/'))) return
    await using parent = await walk(this.#root, path.slice(0, -1))
    await mkdir(below(parent, name), { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    this.#made.add(path.join('/'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parent?.handle.close()
    await this.#root.close()
  }

  async #open(path: readonly string[]): Promise<FileHandle> {
    const key = path.join('/')
    if (this.#parent?.path !== key) {
      const handle = await walk(this.#root, path)
      await this.#parent?.handle.close()
      this.#parent = { path: key, handle }
    }
    return this.#parent.handle
  }

  async #writeFile(parent: FileHandle, name: string, entry: ReadEntry): Promise<void> {
    await using file = await open(below(parent, name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
    let at = 0
    for await (const bytes of entry.body) {
      if (!isZero(bytes)) {
        await this.#guard.before(bytes.length)
        for (let done = 0; done < bytes.length; ) {
          done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten
        }
      }
      at += bytes.length
    }
    // Runs of zeros were holes, or may as well be.
    await file.truncate(entry.size)
    await settle(file, entry, entry.mode & 0o777)
    await file.utimes(entry.modifiedMs / 1000, entry.modifiedMs / 1000)
  }

  async #makeHardLink(parent: FileHandle, name: string, target: readonly string[] | undefined): Promise<void> {
    if (target === undefined) throw new ConfinedPathError('Outside', [name])
    checkPath(target)
    await using folder = await walk(this.#root, target.slice(0, -1))
    const existing = below(folder, target.at(-1) ?? '')
    await using entry = await open(existing, openFlags.entry)
    if (!(await entry.stat()).isFile()) throw new ConfinedPathError('NotAFile', target)
    await link(existing, below(parent, name))
  }
}

async function makeFolder(parent: FileHandle, name: string, entry: ReadEntry): Promise<void> {
  await mkdir(below(parent, name), { mode: 0o700 })
  await using made = await open(below(parent, name), openFlags.changeableFolder)
  await settle(made, entry, entry.mode & 0o3777)
}

async function makeLink(parent: FileHandle, name: string, entry: ReadEntry): Promise<void> {
  const path = below(parent, name)
  await symlink(entry.target ?? '', path)
  if (isRoot()) await lchown(path, entry.uid, entry.gid)
}

/** The owner first: a change of owner clears bits of the mode. */
async function settle(handle: FileHandle, entry: ReadEntry, mode: number): Promise<void> {
  if (isRoot()) await handle.chown(entry.uid, entry.gid)
  await handle.chmod(mode)
}

function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const piece = bytes.subarray(at, at + zeros.length)
    if (!piece.equals(zeros.subarray(0, piece.length))) return false
  }
  return true
}

const refused: Readonly<Record<string, string>> = {
  EEXIST: 'is in the archive twice',
  ENOENT: 'comes before the folder it lies in',
  ENOTDIR: 'lies in something that is no folder',
  EINVAL: 'cannot be made',
  ENAMETOOLONG: 'has too long a name',
}

function explained(error: unknown, name: string): unknown {
  if (error instanceof ArchiveError || !(error instanceof Error)) return error
  if (error instanceof ConfinedPathError) {
    return new ArchiveError(`the archive tries to write outside its place: ${JSON.stringify(name)}`)
  }
  const why = 'code' in error ? refused[String(error.code)] : undefined
  return why === undefined ? error : new ArchiveError(`${JSON.stringify(name)} ${why}`, undefined, error)
}
