import type { FileHandle } from 'node:fs/promises'
import { type EntryKind, entryKind } from './entry-kind.ts'
import { readEntries } from './read-entries.ts'

export interface Listing {
  /** By name, in the order of their UTF-16 units. Of a folder with more than the limit, whichever came first. */
  readonly entries: readonly { readonly name: string; readonly kind: EntryKind }[]
  readonly isTruncated: boolean
  /** Entries whose names are not UTF-8, which no path can say. */
  readonly unnameable: number
}

/** Reads no more than `limit` entries and one. */
export async function listFolder(folder: FileHandle, limit: number): Promise<Listing> {
  const entries: { name: string; kind: EntryKind }[] = []
  let [seen, unnameable, isTruncated] = [0, 0, false]
  for await (const entry of readEntries(folder)) {
    isTruncated = seen++ === limit
    if (isTruncated) break
    const name = entry.name.toString('utf8')
    if (Buffer.from(name, 'utf8').equals(entry.name)) entries.push({ name, kind: entryKind(entry) })
    else unnameable += 1
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  return { entries, isTruncated, unnameable }
}
