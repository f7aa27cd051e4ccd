// What the kernel's log says of memory that ended. Docker asks the control group of a container that has run out, and one
// in a hundred is gone by then: it notes a plain end. The kernel says whom it killed, and in which group.

import { closeSync, constants, openSync, readSync } from 'node:fs'
import { uptime } from 'node:os'

export interface EndedContainer {
  /** Docker's, whole: groups are named after it. */
  readonly id: string
  /** Epoch milliseconds of its start. What was written before was about an earlier one. */
  readonly startedAt: number
}

/** The kernel's clock is never set, and runs away from ours within weeks. */
const slackMs = 10 * 60_000
/** A record of the log has no more. */
const recordBytes = 8192

/** False where the log may not be read. */
export function kernelKilledForMemory(
  { id, startedAt }: EndedContainer,
  records: Iterable<string> = kernelRecords(),
): boolean {
  const bootedAt = Date.now() - uptime() * 1000
  for (const record of records) {
    if (!record.includes('oom-kill:') || !record.includes(id)) continue
    const [, , microseconds = ''] = record.split(',', 3)
    if (bootedAt + Number(microseconds) / 1000 + slackMs >= startedAt) return true
  }
  return false
}

/** Each as `priority,sequence,microseconds since the boot,…;text`, oldest first. */
function* kernelRecords(): Generator<string> {
  const file = openLog()
  if (file === undefined) return
  try {
    const buffer = Buffer.alloc(recordBytes)
    for (let read = next(file, buffer); read !== 'end'; read = next(file, buffer)) {
      if (read !== 'lost') yield buffer.toString('utf8', 0, read)
    }
  } finally {
    closeSync(file)
  }
}

function openLog(): number | undefined {
  try {
    return openSync('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK)
  } catch {
    return undefined
  }
}

function next(file: number, buffer: Buffer): number | 'lost' | 'end' {
  try {
    return readSync(file, buffer)
  } catch (error) {
    // EPIPE: what came next was overwritten meanwhile; the reader stands before the oldest there is.
    return error instanceof Error && 'code' in error && error.code === 'EPIPE' ? 'lost' : 'end'
  }
}
