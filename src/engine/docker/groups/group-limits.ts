// The limits of a group as the kernel writes them in its files, in either of its two versions. Pure.

import type { GroupLimits } from './machine-groups.ts'

export interface LimitFile {
  /** Of the first version: each has a tree of its own. */
  readonly controller: string
  readonly name: string
  /** Undefined: there is no limit of it. */
  readonly wanted: number | undefined
  /** Of the file's content; undefined: there is no limit. */
  read(content: string): number | undefined
  write(limit: number): string
  readonly unlimited: string
}

const periodMicros = 100_000
const pageBytes = 4096

export function limitFiles(version: 1 | 2, limits: GroupLimits): readonly LimitFile[] {
  const memory = inPages(limits.Memory)
  const cpus = { controller: 'cpu', wanted: limits.NanoCpus ? Math.round(limits.NanoCpus / 1e4) : undefined }
  const pids = { controller: 'pids', name: 'pids.max', wanted: limits.PidsLimit || undefined, ...words }
  if (version === 1) {
    const bytes = { controller: 'memory', wanted: memory, ...signed }
    return [
      { ...bytes, name: 'memory.limit_in_bytes' },
      { ...bytes, name: 'memory.memsw.limit_in_bytes' },
      { ...cpus, ...signed, name: 'cpu.cfs_quota_us' },
      pids,
    ]
  }
  return [
    { controller: 'memory', name: 'memory.max', wanted: memory, ...words },
    // Beside the memory, unlike the first version's: there is none.
    { controller: 'memory', name: 'memory.swap.max', wanted: memory === undefined ? undefined : 0, ...words },
    { ...cpus, ...words, name: 'cpu.max', write: (limit) => `${limit} ${periodMicros}` },
    pids,
  ]
}

/** The kernel rounds likewise, and says so when it is asked. */
function inPages(bytes: number | undefined): number | undefined {
  return bytes ? Math.floor(bytes / pageBytes) * pageBytes : undefined
}

const most = 2 ** 62

const signed = {
  read: (content: string) => (Number(content) < 0 || Number(content) > most ? undefined : Number(content)),
  write: String,
  unlimited: '-1',
}

const words = {
  read: (content: string) => (content.startsWith('max') ? undefined : Number(content.split(' ')[0])),
  write: String,
  unlimited: 'max',
}
