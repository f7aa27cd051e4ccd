// The one way the server opens what a node could have written. A node is root in its container: what lies here is hostile,
// and changes while it is looked at.
//
// Promise: no operation reaches anything outside the folder it was opened on. A path is a list of names, walked one by one
// from an open folder, never through a link; only regular files are opened. Mounts below the folder are the host's own
// doing, since no mount of a node's comes back to the host, and are walked into, but never removed.

import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rmdir, statfs, unlink } from 'node:fs/promises'
import { type AppendOptions, appendBelow } from './append-file.ts'
import { checkPath } from './check-path.ts'
import { type ConfinedFile, openFileBelow } from './confined-file.ts'
import { ConfinedPathError } from './confined-path-error.ts'
import { below, itself, openFlags } from './descriptor-path.ts'
import { type EntryFacts, factsOf } from './entry-facts.ts'
import { explain } from './explain.ts'
import { type Listing, listFolder } from './list-folder.ts'
import { moveInto } from './move-into.ts'
import { type FolderPage, type PageWish, pageOfFolder } from './page-of-folder.ts'
import { removeTreeBelow } from './remove-tree.ts'
import { walk } from './walk.ts'
import { type Owner, type WriteOptions, writeFileBelow } from './write-file.ts'

/** Names from the folder inwards; none is the folder itself. */
export type ConfinedPath = readonly string[]

/** `root` is trusted up to its last name, which must not be a link. The caller disposes. */
export async function openConfined(root: string): Promise<ConfinedFolder> {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants
  return new ConfinedFolder(await explain([], () => open(root, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)))
}

/** Every operation throws ConfinedPathError for what is wrong with the path or with what lies there. */
export class ConfinedFolder implements AsyncDisposable {
  readonly #root: FileHandle
  readonly #running = new Set<Promise<unknown>>()
  #isClosed = false

  constructor(root: FileHandle) {
    this.#root = root
  }

  /** Of a link, the link's own. */
  stat(path: ConfinedPath): Promise<EntryFacts> {
    return this.#run(path, async () => {
      const name = path.at(-1)
      if (name === undefined) return factsOf(this.#root)
      await using folder = await walk(this.#root, path.slice(0, -1))
      await using entry = await open(below(folder, name), openFlags.entry)
      return await factsOf(entry)
    })
  }

  /** Reads no more than `limit` entries. */
  list(path: ConfinedPath, { limit }: { limit: number }): Promise<Listing> {
    return this.#run(path, async () => {
      await using folder = await walk(this.#root, path)
      return await listFolder(folder, limit)
    })
  }

  /** The next of its entries by name, however many there are. */
  page(path: ConfinedPath, wish: PageWish): Promise<FolderPage> {
    return this.#run(path, async () => {
      await using folder = await walk(this.#root, path)
      return await pageOfFolder(folder, wish)
    })
  }

  /** At most `limit` bytes from `offset` (0), and the size of the whole file. */
  read(path: ConfinedPath, options: { offset?: number; limit: number }): Promise<{ bytes: Buffer; size: number }> {
    return this.#inParent(path, async (folder, name) => {
      await using file = await openFileBelow(folder, name, path)
      return { bytes: await file.read(options.offset ?? 0, options.limit), size: file.size }
    })
  }

  /** For more than one read of the same file. The caller disposes; it may outlive this folder. */
  openFile(path: ConfinedPath): Promise<ConfinedFile> {
    return this.#inParent(path, (folder, name) => openFileBelow(folder, name, path))
  }

  /** Bytes written. Replaces what is there, unless it is a folder, all at once: see write-file.ts. */
  async write(
    path: ConfinedPath,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options: WriteOptions,
  ): Promise<number> {
    return aroundSource(source, (noted) =>
      this.#inParent(path, (folder, name) => writeFileBelow({ folder, name, path }, noted, options)),
    )
  }

  /** The file's size afterwards; what came before a failure stays. See append-file.ts. */
  append(path: ConfinedPath, source: AsyncIterable<Uint8Array>, options: AppendOptions): Promise<number> {
    return aroundSource(source, (noted) =>
      this.#inParent(path, (folder, name) => appendBelow({ folder, name, path }, noted, options)),
    )
  }

  /** Mode 0755 unless told, less what the process masks. */
  mkdir(path: ConfinedPath, options: { mode?: number; owner?: Owner | undefined } = {}): Promise<void> {
    return this.#inParent(path, async (folder, name) => {
      await mkdir(below(folder, name), { mode: options.mode ?? 0o755 })
      if (options.owner === undefined) return
      // Should a node put another folder here in between, it is one of those in here, which it could give away itself.
      await using made = await open(below(folder, name), openFlags.changeableFolder)
      await made.chown(options.owner.uid, options.owner.gid)
    })
  }

  /** Replaces a file, a link or an empty folder at `to`. */
  rename(from: ConfinedPath, to: ConfinedPath): Promise<void> {
    return this.#inParent(from, (source, name) =>
      this.#inParent(to, (target, newName) => rename(below(source, name), below(target, newName))),
    )
  }

  /** As `rename`, but what is at `to` already is `Exists`. */
  move(from: ConfinedPath, to: ConfinedPath): Promise<void> {
    return this.#inParent(from, (source, name) =>
      this.#inParent(to, (target, newName) => moveInto(below(source, name), below(target, newName), true)),
    )
  }

  /** A file of another folder on the same mount becomes this one's, at once. */
  takeIn(other: ConfinedFolder, from: ConfinedPath, to: { path: ConfinedPath; isNew: boolean }): Promise<void> {
    return this.#inParent(to.path, (target, newName) =>
      other.#inParent(from, (source, name) => moveInto(below(source, name), below(target, newName), to.isNew)),
    )
  }

  /** Bytes that may still be written where the folder lies. */
  freeBytes(): Promise<number> {
    return this.#run([], async () => {
      const { bavail, bsize } = await statfs(itself(this.#root))
      return bavail * bsize
    })
  }

  /** A file, link or other thing that is no folder. */
  remove(path: ConfinedPath): Promise<void> {
    return this.#inParent(path, (folder, name) => unlink(below(folder, name)))
  }

  /** An empty folder. */
  removeEmpty(path: ConfinedPath): Promise<void> {
    return this.#inParent(path, (folder, name) => rmdir(below(folder, name)))
  }

  /** Anything, with all below it; an absent one is success. What it does not remove, and why, is in remove-tree.ts. */
  removeTree(path: ConfinedPath, signal?: AbortSignal): Promise<void> {
    return this.#inParent(path, (folder, name) => removeTreeBelow(folder, name, signal))
  }

  /** When what runs is done. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    // The number of a closed descriptor is soon another file's, and paths here are made of it.
    while (this.#running.size > 0) await Promise.allSettled(this.#running)
    await this.#root.close()
  }

  #inParent<T>(path: ConfinedPath, work: (folder: FileHandle, name: string) => Promise<T>): Promise<T> {
    return this.#run(path, async () => {
      const name = path.at(-1)
      if (name === undefined) throw new ConfinedPathError('InvalidName', path)
      await using folder = await walk(this.#root, path.slice(0, -1))
      return await work(folder, name)
    })
  }

  async #run<T>(path: ConfinedPath, work: () => Promise<T>): Promise<T> {
    checkPath(path)
    if (this.#isClosed) throw new Error('the confined folder is closed')
    const running = explain(path, work)
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }
}

/** The source's own errors are not the path's, so they go around `explain`. */
async function aroundSource<T>(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  work: (noted: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  const thrown: { error?: unknown } = {}
  try {
    return await work(noting(source, thrown))
  } catch (error) {
    throw 'error' in thrown ? thrown.error : error
  }
}

async function* noting(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  thrown: { error?: unknown },
): AsyncGenerator<Uint8Array> {
  try {
    yield* source
  } catch (error) {
    thrown.error = error
    throw error
  }
}
