import type { FileHandle } from 'node:fs/promises'
import { type EntryKind, entryKind } from './entry-kind.ts'
import type { Owner } from './write-file.ts'

export interface EntryFacts {
  readonly kind: EntryKind
  /** Bytes of a file. */
  readonly size: number
  readonly modifiedMs: number
  /** Names of the same file; see confined-file.ts for why they do not matter. */
  readonly links: number
  /** Permission bits. */
  readonly mode: number
  readonly owner: Owner
}

export async function factsOf(handle: FileHandle): Promise<EntryFacts> {
  const found = await handle.stat()
  return {
    kind: entryKind(found),
    size: found.isFile() ? found.size : 0,
    modifiedMs: found.mtimeMs,
    links: found.nlink,
    mode: found.mode & 0o7777,
    owner: { uid: found.uid, gid: found.gid },
  }
}
