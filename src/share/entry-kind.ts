import type { BigIntStats, Dirent, Stats } from 'node:fs'

/** `other` is a device, fifo or socket: never opened. */
export type EntryKind = 'file' | 'folder' | 'link' | 'other'

export function entryKind(entry: Stats | BigIntStats | Dirent<Buffer>): EntryKind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'other'
}
