// A program that is kept running: started, looked at until it is ready, started again with growing pauses when it ends.
// Its whole process group goes with it.

import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { Exit } from './exits.ts'

const probeMs = 20
const shortestPauseMs = 250
const longestPauseMs = 30_000
/** One that ran this long starts its next life without a pause. */
const steadyMs = 60_000

export interface AppSpec {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  readonly folder: string
  /** Undefined: root. */
  readonly uid: number | undefined
  isReady(): Promise<boolean>
}

export interface AppStatus {
  readonly state: 'starting' | 'ready' | 'waiting' | 'stopped'
  readonly pid: number | undefined
  readonly restarts: number
}

export class App {
  readonly #spec: AppSpec
  readonly #onExit: (exit: Omit<Exit, 'bootId'>) => void
  #child: ChildProcess | undefined
  #state: AppStatus['state'] = 'starting'
  #restarts = 0
  #pauseMs = shortestPauseMs
  #again: NodeJS.Timeout | undefined
  #isStopping = false

  constructor(spec: AppSpec, onExit: (exit: Omit<Exit, 'bootId'>) => void) {
    this.#spec = spec
    this.#onExit = onExit
    this.#start()
  }

  status(): AppStatus {
    return { state: this.#state, pid: this.#child?.pid, restarts: this.#restarts }
  }

  /** Signals the process group; nothing is started after. Resolves when the program itself is gone. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    this.#isStopping = true
    clearTimeout(this.#again)
    const child = this.#child
    if (child === undefined) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    signalGroup(child.pid, signal)
    await gone
  }

  #start(): void {
    const { command, args, environment, folder, uid } = this.#spec
    const ids = uid === undefined ? {} : { uid, gid: uid }
    const startedAt = performance.now()
    this.#state = 'starting'
    const child = spawn(command, args, {
      env: environment,
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
      ...ids,
    })
    this.#child = child
    preferWhenMemoryEnds(child.pid)
    let isOver = false
    const over = (code: number | null, signal: string | null): void => {
      if (isOver) return
      isOver = true
      this.#ended(child, { code, signal, ranMs: Math.round(performance.now() - startedAt) })
    }
    child.on('exit', over)
    child.on('error', (error) => {
      console.error(`${this.#spec.name}: ${error.message}`)
      if (child.pid === undefined) over(null, null)
    })
    void this.#watchReady(child)
  }

  async #watchReady(child: ChildProcess): Promise<void> {
    while (this.#child === child && this.#state === 'starting') {
      if ((await this.#spec.isReady()) && this.#child === child) this.#state = 'ready'
      else await new Promise((resolve) => setTimeout(resolve, probeMs))
    }
  }

  #ended(child: ChildProcess, end: { code: number | null; signal: string | null; ranMs: number }): void {
    this.#child = undefined
    this.#onExit({ name: this.#spec.name, pid: child.pid ?? 0, ...end })
    // What it left behind must not hold its port against the next life.
    signalGroup(child.pid, 'SIGKILL')
    if (this.#isStopping) {
      this.#state = 'stopped'
      return
    }
    if (end.ranMs > steadyMs) this.#pauseMs = shortestPauseMs
    this.#state = 'waiting'
    this.#restarts += 1
    this.#again = setTimeout(() => this.#start(), this.#pauseMs)
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs)
  }
}

/** What a user runs is to go before the supervisor, and with it the whole node, does. */
export function preferWhenMemoryEnds(pid: number | undefined): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '300')
  } catch {
    // It has ended already.
  }
}

export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // The group is gone already.
  }
}
