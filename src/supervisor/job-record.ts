// What became of a node's jobs, on disk before anybody is told and where it outlives the machine: one file each. Promise: a
// job is written down before anything of it starts, so that none starts twice for the same id; and one whose end is
// written down has ended.

import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'

export interface JobRun {
  readonly id: string
  readonly bootId: string
  /** `waiting`: for its annex, and nothing of it is written down. `prepared`: it waits for the other nodes. */
  readonly state: 'waiting' | 'preparing' | 'prepared' | 'running' | 'ended'
  /** When its command started; epoch milliseconds, as `endedAt`. */
  readonly startedAt?: number
  readonly endedAt?: number
  readonly exitCode?: number
  /** Why it ended otherwise than by itself. Interrupted: the node ended first. NotStarted: see `message`. */
  readonly reason?: 'TimedOut' | 'Terminated' | 'Interrupted' | 'NotStarted' | 'PreparationFailed'
  readonly message?: string
}

/** Of those that have ended: a node has one job at a time, and none before the end of the last was read. */
const keptRuns = 200

/** By id. A run that an earlier boot did not end was cut off. */
export function readJobRuns(folder: string, now: number): Map<string, JobRun> {
  const runs = namesIn(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => readOne(`${folder}/${name}`))
  return new Map(runs.map((run) => [run.id, run.state === 'ended' ? run : interrupted(run, now)]))
}

/** Throws when it cannot be kept. */
export function writeJobRun(folder: string, run: JobRun): void {
  const path = `${folder}/${run.id}.json`
  const file = openSync(`${path}.new`, 'w', 0o600)
  try {
    writeSync(file, JSON.stringify(run))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.new`, path)
}

/** Takes out the oldest ends, on disk and in `runs`. */
export function forgetOldRuns(folder: string, runs: Map<string, JobRun>): void {
  const ended = [...runs.values()].filter(({ state }) => state === 'ended')
  ended.sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
  for (const { id } of ended.slice(keptRuns)) {
    runs.delete(id)
    rmSync(`${folder}/${id}.json`, { force: true })
  }
}

function namesIn(folder: string): string[] {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return readdirSync(folder)
  } catch (error) {
    // The node's own root has put something else in its place: no job is started from here on, but the node is.
    console.error(`jobs: ${String(error)}`)
    return []
  }
}

function readOne(path: string): JobRun[] {
  try {
    const run = JSON.parse(readFileSync(path, 'utf8')) as JobRun
    return typeof run.id === 'string' ? [run] : []
  } catch (error) {
    // One that its own root has spoilt must not keep the node from starting.
    console.error(`job: ${String(error)}`)
    return []
  }
}

function interrupted(run: JobRun, now: number): JobRun {
  return { ...run, state: 'ended', reason: 'Interrupted', endedAt: now }
}
