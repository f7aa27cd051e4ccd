// Tokens, leases and schedules go by this machine's clock: it must not have gone back, and should be kept right.

import { runCommand } from '../run-command.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'

/** A clock that is put right goes back by less. */
const toleranceMs = 60_000

export interface ClockFacts {
  readonly now: number
  /** Of the last change in the database; undefined: none is known. */
  readonly lastChangeAt: number | undefined
  /** Undefined: nobody here can tell. */
  readonly isSynchronized: boolean | undefined
}

export function clockCheck({ now, lastChangeAt, isSynchronized }: ClockFacts): Diagnosis {
  const detail = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z')
  if (lastChangeAt !== undefined && lastChangeAt - now > toleranceMs) {
    return diagnosis.fail(
      'clock',
      `${detail}, but the last change was made at ${new Date(lastChangeAt).toISOString()}: the clock went back`,
      'set the clock (timedatectl set-ntp true); until then work waits and tokens are refused',
    )
  }
  if (isSynchronized === false) {
    return diagnosis.warn('clock', `${detail}, not kept by any time service`, 'timedatectl set-ntp true')
  }
  return diagnosis.ok('clock', isSynchronized ? `${detail}, kept by a time service` : detail)
}

export async function isClockSynchronized(): Promise<boolean | undefined> {
  const said = await runCommand('timedatectl', ['show', '--property=NTPSynchronized', '--value']).catch(() => '')
  if (said.trim() === '') return undefined
  return said.trim() === 'yes'
}
