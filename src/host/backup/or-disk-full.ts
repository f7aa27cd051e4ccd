import { statfs } from 'node:fs/promises'
import { StepFailure } from '../step-failure.ts'

/** With less free, whatever failed failed by that: SQLite's own word for it is lost when it has rolled back by itself. */
const nothingBytes = 256 * 1024

/** Runs work that writes below a folder, and tells a full disk as a person needs it. */
export async function orDiskFull<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(await isDiskFull(folder, error))) throw error
    throw new StepFailure(
      `the disk of ${folder} is full`,
      'make room or choose another; nothing was left behind',
      error,
    )
  }
}

async function isDiskFull(folder: string, error: unknown): Promise<boolean> {
  if (error instanceof StepFailure) return false
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return true
  const disk = await statfs(folder).catch(() => undefined)
  return disk !== undefined && disk.bavail * disk.bsize < nothingBytes
}
