import type { BigIntStats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { type EntryKind, entryKind } from './entry-kind.ts'
import type { Owner } from './write-file.ts'

export interface EntryFacts {
  readonly kind: EntryKind
  /** Bytes of a file. */
  readonly size: number
  readonly modifiedMs: number
  /** See `versionOf`. */
  readonly version: string
  /** Names of the same file; see confined-file.ts for why they do not matter. */
  readonly links: number
  /** Permission bits. */
  readonly mode: number
  readonly owner: Owner
}

export async function factsOf(handle: FileHandle): Promise<EntryFacts> {
  const found = await handle.stat({ bigint: true })
  return {
    kind: entryKind(found),
    size: found.isFile() ? Number(found.size) : 0,
    modifiedMs: Number(found.mtimeNs / 1_000_000n),
    version: versionOf(found),
    links: Number(found.nlink),
    mode: Number(found.mode) & 0o7777,
    owner: { uid: Number(found.uid), gid: Number(found.gid) },
  }
}

/** Another one for other content: of another file, another size or another time of writing. Letters, digits and `-`. */
export function versionOf({ ino, mtimeNs, size }: Pick<BigIntStats, 'ino' | 'mtimeNs' | 'size'>): string {
  return [ino, mtimeNs, size].map((part) => part.toString(36)).join('-')
}
