// Every exit of what the supervisor runs, one JSON line each, on disk before anybody is told. Bounded: two files of at
// most 256 KiB, the older replaced.

import { appendFileSync, renameSync, statSync } from 'node:fs'

const maxBytes = 256 * 1024

export interface Exit {
  readonly name: string
  readonly bootId: string
  readonly pid: number
  readonly code: number | null
  readonly signal: string | null
  readonly ranMs: number
}

export function exitLog(path: string): (exit: Exit) => void {
  return (exit) => {
    try {
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) renameSync(path, `${path}.old`)
      appendFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), ...exit })}\n`, { mode: 0o600 })
    } catch (error) {
      // A full disk must not take the node down with it.
      console.error(`cannot record an exit: ${String(error)}`)
    }
  }
}
