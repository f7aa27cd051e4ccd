// The jobs of a simulated machine: nothing is run. A command is read for a few lines, and it goes as they say: `sleep N`
// takes N seconds by the clock, `exit N` is its end.

import type { Clock } from '../../base/clock.ts'

interface Asked {
  readonly id: string
  readonly go: boolean
  readonly preparation?: string
  readonly command?: string
  readonly timeoutMs: number
}

interface Run {
  readonly id: string
  readonly bootId: string
  readonly startedAt?: number
  /** Undefined: it waits for the other nodes. */
  readonly endsAt?: number
  readonly exitCode?: number
  readonly reason?: string
}

export class MemoryJobs {
  /** How often a command was started, by id. */
  readonly starts = new Map<string, number>()
  /** Name of the annex that the machine has. */
  annex: string | undefined
  readonly #clock: Clock
  readonly #runs = new Map<string, Run>()
  #bootId = ''

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What runs is cut off. */
  boot(bootId: string): void {
    for (const run of this.#runs.values()) {
      if (!this.#hasEnded(run)) this.#set({ ...run, reason: 'Interrupted', endsAt: this.#clock.now() })
    }
    this.#bootId = bootId
    this.annex = undefined
  }

  ask(text: string, isInAnnex: boolean) {
    const asked = JSON.parse(text) as Asked
    const run = this.#runs.get(asked.id)
    if (run === undefined && isInAnnex && this.annex !== asked.id)
      return { id: asked.id, bootId: this.#bootId, state: 'waiting' }
    const isDue = run === undefined || (run.endsAt === undefined && asked.go && asked.command !== undefined)
    if (isDue) this.#set(this.#play(asked))
    return this.#told(asked.id)
  }

  end(text: string) {
    const { id } = JSON.parse(text) as { id: string }
    const run = this.#runs.get(id) ?? { id, bootId: this.#bootId }
    if (!this.#hasEnded(run)) this.#set({ ...run, reason: 'Terminated', endsAt: this.#clock.now() })
    return this.#told(id)
  }

  running(): string[] {
    return [...this.#runs.values()].filter((run) => !this.#hasEnded(run)).map(({ id }) => id)
  }

  #play({ id, go, command, preparation, timeoutMs }: Asked): Run {
    const run = { id, bootId: this.#bootId }
    const now = this.#clock.now()
    const prepared = lastNumber(preparation ?? '', 'exit') ?? 0
    if (prepared !== 0) return { ...run, endsAt: now, exitCode: prepared, reason: 'PreparationFailed' }
    if (command === undefined || !go) return run
    this.starts.set(id, (this.starts.get(id) ?? 0) + 1)
    const ms = (lastNumber(command, 'sleep') ?? 0) * 1000
    const end = { ...run, startedAt: now, endsAt: now + Math.min(ms, timeoutMs) }
    return ms > timeoutMs
      ? { ...end, exitCode: 143, reason: 'TimedOut' }
      : { ...end, exitCode: lastNumber(command, 'exit') ?? 0 }
  }

  #told(id: string) {
    const { endsAt, exitCode, reason, ...run } = this.#runs.get(id) ?? { id, bootId: this.#bootId }
    if (endsAt === undefined) return { ...run, state: 'prepared' }
    if (endsAt > this.#clock.now()) return { ...run, state: 'running' }
    return { ...run, state: 'ended', endedAt: endsAt, exitCode, reason }
  }

  #hasEnded({ endsAt }: Run): boolean {
    return endsAt !== undefined && endsAt <= this.#clock.now()
  }

  #set(run: Run): void {
    this.#runs.set(run.id, run)
  }
}

function lastNumber(text: string, word: string): number | undefined {
  const found = text.split('\n').findLast((line) => line.startsWith(`${word} `))
  return found === undefined ? undefined : Number(found.slice(word.length + 1))
}
