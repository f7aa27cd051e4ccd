// The scripts of a simulated machine: nothing is run. A script is read for a few lines, and it goes as they say:
// `echo TEXT` is its log, `sleep N` takes N seconds by the clock, `exit N` is its end.

import type { Clock } from '../../base/clock.ts'

type Kind = 'creation' | 'startup'

interface Script {
  readonly content: string
  readonly digest: string
  readonly timeoutMs: number
}

interface Asked {
  readonly runs: Readonly<Record<Kind, number>>
  readonly scripts: Readonly<Partial<Record<Kind, Script>>>
  readonly isSettled: boolean
}

interface Run {
  readonly run: number
  readonly bootId: string
  readonly digest: string
  readonly startedAt: number
  readonly endsAt: number
  readonly exitCode: number
  readonly text: string
  readonly isInterrupted?: boolean
}

export class MemorySetUp {
  readonly #clock: Clock
  #runs: Partial<Record<Kind, Run>> = {}
  #asked: Asked | undefined
  #bootId = ''
  /** In this boot. */
  #handled: string | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What runs is cut off. */
  boot(bootId: string): void {
    for (const kind of ['creation', 'startup'] as const) {
      const run = this.#runs[kind]
      if (run && run.endsAt > this.#clock.now())
        this.#runs[kind] = { ...run, isInterrupted: true, endsAt: run.startedAt }
    }
    this.#bootId = bootId
    this.#asked = undefined
    this.#handled = undefined
  }

  ask(text: string): void {
    this.#advance()
    if (this.#asked === undefined) this.#asked = JSON.parse(text) as Asked
    this.#advance()
  }

  status() {
    this.#advance()
    const told = (kind: Kind) => {
      const run = this.#runs[kind]
      return run === undefined ? {} : { [kind]: this.#told(run) }
    }
    return { handled: this.#handled, running: this.#running(), runs: { ...told('creation'), ...told('startup') } }
  }

  log(kind: Kind): { readonly text: string; readonly isRunning: boolean } {
    return { text: this.#runs[kind]?.text ?? '', isRunning: this.#running() === kind }
  }

  /** One after the other: the second begins when the first has ended well. */
  #advance(): void {
    if (this.#asked === undefined || this.#running() !== undefined) return
    const kind = this.#next(this.#asked)
    const script = kind && this.#asked.scripts[kind]
    if (kind === undefined || script === undefined) {
      this.#handled = `${this.#asked.runs.creation}.${this.#asked.runs.startup}`
      this.#asked = undefined
      return
    }
    this.#runs[kind] = { ...this.#play(script), run: this.#asked.runs[kind], bootId: this.#bootId }
    if (kind === 'creation') this.#asked = { ...this.#asked, isSettled: false }
    this.#advance()
  }

  #next({ runs, scripts, isSettled }: Asked): Kind | undefined {
    const { creation, startup } = this.#runs
    if (scripts.creation && (creation?.run ?? 0) < runs.creation) return 'creation'
    if (scripts.creation && creation && !isWell(creation)) return undefined
    const isNew = startup?.bootId !== this.#bootId && !isSettled
    return scripts.startup && (isNew || (startup?.run ?? 0) < runs.startup) ? 'startup' : undefined
  }

  #play({ content, digest, timeoutMs }: Script): Omit<Run, 'run' | 'bootId'> {
    const lines = Buffer.from(content, 'base64').toString('utf8').split('\n')
    const said = (word: string) =>
      lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))
    const ms = said('sleep').reduce((sum, seconds) => sum + Number(seconds) * 1000, 0)
    const startedAt = this.#clock.now()
    return {
      digest,
      startedAt,
      endsAt: startedAt + Math.min(ms, timeoutMs),
      exitCode: ms > timeoutMs ? 124 : Number(said('exit').at(-1) ?? 0),
      text: said('echo')
        .map((line) => `${line}\n`)
        .join(''),
    }
  }

  #running(): Kind | undefined {
    const now = this.#clock.now()
    return (['creation', 'startup'] as const).find((kind) => (this.#runs[kind]?.endsAt ?? 0) > now)
  }

  #told({ text: _, endsAt, isInterrupted, exitCode, ...run }: Run) {
    if (endsAt > this.#clock.now()) return { ...run, state: 'running' }
    if (isInterrupted) return { ...run, state: 'failed', reason: 'Interrupted', endedAt: endsAt }
    if (exitCode === 0) return { ...run, state: 'succeeded', exitCode, endedAt: endsAt }
    return { ...run, state: 'failed', exitCode, endedAt: endsAt, reason: exitCode === 124 ? 'TimedOut' : 'ExitCode' }
  }
}

function isWell(run: Run): boolean {
  return run.exitCode === 0 && run.isInterrupted !== true
}
