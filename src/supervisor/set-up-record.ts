// What became of a node's scripts, on disk before anybody is told and where it outlives the machine. Promise: a script is
// written down before it starts, so none starts twice for the same number, whatever ends in between.

import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ScriptKind } from './set-up-request.ts'

export interface ScriptRun {
  readonly run: number
  readonly bootId: string
  readonly digest: string
  readonly state: 'running' | 'succeeded' | 'failed'
  readonly startedAt: number
  readonly endedAt?: number
  readonly exitCode?: number
  /** Why it failed. Interrupted: the node ended first. NotStarted: see `message`. */
  readonly reason?: 'ExitCode' | 'TimedOut' | 'Interrupted' | 'NotStarted'
  readonly message?: string
}

export type ScriptRuns = Readonly<Partial<Record<ScriptKind, ScriptRun>>>

/** A run of an earlier boot, or of a supervisor that is no more, has been cut off. */
export function readRuns(path: string): ScriptRuns {
  let found: ScriptRuns
  try {
    found = JSON.parse(readFileSync(path, 'utf8')) as ScriptRuns
  } catch (error) {
    // One that its own root has spoilt must not keep the node from starting.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') console.error(`set-up: ${String(error)}`)
    return {}
  }
  const runs = Object.entries(found).map(([kind, run]) => [kind, run.state === 'running' ? interrupted(run) : run])
  return Object.fromEntries(runs) as ScriptRuns
}

/** Throws when it cannot be kept. */
export function writeRuns(path: string, runs: ScriptRuns): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = openSync(`${path}.new`, 'w', 0o600)
  try {
    writeSync(file, JSON.stringify(runs))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.new`, path)
}

function interrupted(run: ScriptRun): ScriptRun {
  return { ...run, state: 'failed', reason: 'Interrupted', endedAt: run.endedAt ?? run.startedAt }
}
