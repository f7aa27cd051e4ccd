// A part of a large folder: the names that come next in order, so that whoever asks again after the last of them misses
// nothing that stays. All entries are read, and no more of them kept than are asked for.

import type { FileHandle } from 'node:fs/promises'
import { type EntryKind, entryKind } from './entry-kind.ts'
import { readEntries } from './read-entries.ts'

export interface FolderPage {
  /** By name, in the order of their UTF-16 units. Names that are not UTF-8 are left out: no path can say them. */
  readonly entries: readonly { readonly name: string; readonly kind: EntryKind }[]
  /** True: more come after the last of them. */
  readonly hasMore: boolean
}

export interface PageWish {
  /** Names up to and with this one are left out. */
  readonly after: string | undefined
  readonly limit: number
}

export async function pageOfFolder(folder: FileHandle, { after, limit }: PageWish): Promise<FolderPage> {
  let next: { name: string; kind: EntryKind }[] = []
  let hasMore = false
  const keepFirst = () => {
    next.sort((a, b) => (a.name < b.name ? -1 : 1))
    hasMore ||= next.length > limit
    next = next.slice(0, limit)
  }
  for await (const entry of readEntries(folder)) {
    const name = entry.name.toString('utf8')
    if ((after !== undefined && name <= after) || !Buffer.from(name, 'utf8').equals(entry.name)) continue
    next.push({ name, kind: entryKind(entry) })
    if (next.length >= 2 * limit + 256) keepFirst()
  }
  keepFirst()
  return { entries: next, hasMore }
}
