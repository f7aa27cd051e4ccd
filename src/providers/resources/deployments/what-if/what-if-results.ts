import { randomUUID } from 'node:crypto'
import type { Clock } from '../../../../base/clock.ts'

interface Kept {
  readonly objectId: string
  readonly until: number
  result: unknown
}

const keptForMs = 10 * 60_000
const mostKept = 64

/**
 * Answers to what-if questions, until they are fetched or ten minutes old. In memory: a question costs nothing to ask
 * again, and its answer would be old after a restart.
 */
export class WhatIfResults {
  readonly #clock: Clock
  readonly #kept = new Map<string, Kept>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Answers the id to ask by. `work` must not throw: its faults are part of the result. */
  begin(objectId: string, work: () => Promise<unknown>): string {
    const id = randomUUID()
    const kept: Kept = { objectId, until: this.#clock.now() + keptForMs, result: undefined }
    this.#kept.set(id, kept)
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined && this.#kept.size > mostKept) this.#kept.delete(oldest)
    void work().then((result) => {
      kept.result = result
    })
    return id
  }

  /** Undefined: there is none for this principal; `result` is undefined while it is being worked out. */
  find(id: string, objectId: string): { readonly result: unknown } | undefined {
    const kept = this.#kept.get(id)
    return kept?.objectId === objectId && kept.until > this.#clock.now() ? kept : undefined
  }
}
