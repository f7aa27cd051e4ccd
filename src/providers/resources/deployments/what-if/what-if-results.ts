import { randomUUID } from 'node:crypto'
import type { Clock } from '../../../../base/clock.ts'
import { FairTurns } from '../../../../base/fair-turns.ts'

interface Kept {
  readonly objectId: string
  readonly until: number
  result: unknown
}

const keptForMs = 10 * 60_000
const mostKept = 256
/** Nobody's questions push out what others have not fetched yet. */
const mostKeptOfOne = 16
/** Of one person two are worked out at once; the others wait. */
const rule = { most: 8, mostOfOne: 2, mostWaiting: 8 }

/**
 * Answers to what-if questions, until they are fetched or ten minutes old. In memory: a question costs nothing to ask
 * again, and its answer would be old after a restart.
 */
export class WhatIfResults {
  readonly #clock: Clock
  readonly #kept = new Map<string, Kept>()
  readonly #turns = new FairTurns(rule)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Answers the id to ask by; undefined: too many of this principal's wait. `work` must not throw: its faults are part of the result. */
  begin(objectId: string, work: () => Promise<unknown>): string | undefined {
    const worked = this.#turns.take(objectId, work)
    if (worked === undefined) return undefined
    const id = randomUUID()
    const kept: Kept = { objectId, until: this.#clock.now() + keptForMs, result: undefined }
    void worked.then((result) => {
      kept.result = result
    })
    this.#makeRoom(objectId)
    this.#kept.set(id, kept)
    return id
  }

  #makeRoom(objectId: string): void {
    const [oldest] = this.#kept.keys()
    const own = [...this.#kept].filter(([, kept]) => kept.objectId === objectId)
    if (own.length >= mostKeptOfOne) this.#kept.delete(own[0]?.[0] ?? '')
    else if (oldest !== undefined && this.#kept.size >= mostKept) this.#kept.delete(oldest)
  }

  /** Undefined: there is none for this principal; `result` is undefined while it is being worked out. */
  find(id: string, objectId: string): { readonly result: unknown } | undefined {
    const kept = this.#kept.get(id)
    return kept?.objectId === objectId && kept.until > this.#clock.now() ? kept : undefined
  }
}
