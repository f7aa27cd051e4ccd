// Logs of the processes: appended to by the processes themselves, so that they outlive whoever started them, and kept
// small by moving the content away and cutting the file, which an appending writer does not notice.

import { closeSync, openSync } from 'node:fs'
import { chown, copyFile, readFile, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paths } from '../config.ts'
import { isRoot } from './owner.ts'

const maximumBytes = 10 * 1024 * 1024
/** Of what `tailOf` looks at from a file's end. */
const tailBytes = 64 * 1024

export type LogName = 'server' | 'gateway' | 'supervise' | 'dockerd'

export function logFile(paths: Paths, name: LogName): string {
  return join(paths.logs, `${name}.log`)
}

/** Opens for appending, runs, closes our end; the child keeps its own. */
export async function withLog<T>(paths: Paths, name: LogName, use: (descriptor: number) => T): Promise<T> {
  const path = logFile(paths, name)
  const descriptor = openSync(path, 'a', 0o640)
  try {
    if (isRoot()) await chown(path, 0, (await stat(paths.logs)).gid)
    return use(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Keeps the last full file as `.1`. */
export async function rotateLog(path: string, limit = maximumBytes): Promise<void> {
  const size = await stat(path).then(
    (entry) => entry.size,
    () => 0,
  )
  if (size <= limit) return
  await copyFile(path, `${path}.1`)
  await truncate(path, 0)
}

/** The last lines, oldest first; none when there is no file. */
export async function tailOf(path: string, lines: number): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const last = text.length > tailBytes * 16 ? text.slice(-tailBytes * 16) : text
  return last
    .split('\n')
    .filter((line) => line !== '')
    .slice(-lines)
}
