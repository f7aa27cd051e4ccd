// Work on one machine that may take longer than a call should: it goes on when nobody waits, is never done twice at the
// same time, and tells its failure to the next who asks. Only work under way is kept here, no state: after a crash the
// next call finds out where things stand.

import type { MachineKey } from '../engine.ts'

export type JobKind = 'start' | 'stop' | 'remove'

export interface Job {
  readonly key: MachineKey
  readonly kind: JobKind
  /** How long the caller waits for it. */
  readonly patienceMs: number
  work(): Promise<void>
}

interface Running {
  readonly kind: JobKind
  readonly end: Promise<{ readonly error?: unknown }>
}

export class MachineJobs {
  readonly #running = new Map<MachineKey, Running>()
  readonly #failures = new Map<MachineKey, { readonly kind: JobKind; readonly error: unknown }>()

  kindOf(key: MachineKey): JobKind | undefined {
    return this.#running.get(key)?.kind
  }

  /**
   * Starts the work unless some is under way for the machine. Undefined: this kind of work is done. A kind: that is still
   * under way, ask again. Throws what the work threw, also when it did so after the last caller had left.
   */
  async run(job: Job): Promise<JobKind | undefined> {
    const missed = this.#failures.get(job.key)
    this.#failures.delete(job.key)
    if (missed?.kind === job.kind) throw missed.error
    const running = this.#running.get(job.key) ?? this.#start(job)
    const end = await within(running.end, job.patienceMs)
    if (end === undefined || running.kind !== job.kind) return running.kind
    if ('error' in end) {
      this.#failures.delete(job.key)
      throw end.error
    }
    return undefined
  }

  #start({ key, kind, work }: Job): Running {
    const end = work()
      .then(() => ({}))
      .catch((error: unknown) => {
        this.#failures.set(key, { kind, error })
        return { error }
      })
      .finally(() => this.#running.delete(key))
    const running = { kind, end }
    this.#running.set(key, running)
    return running
  }
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
