// How often somebody may try. Each key has a bucket of tries that fills up again by itself. The least recently used keys
// are forgotten beyond a bound, so that no flood of made-up names grows the memory.

import type { Clock } from '../base/clock.ts'

export interface BucketRule {
  readonly capacity: number
  /** One try comes back after this long. */
  readonly refillMs: number
  readonly maxKeys?: number
}

interface Bucket {
  readonly tries: number
  readonly at: number
}

export class TokenBuckets {
  readonly #rule: BucketRule
  readonly #clock: Clock
  readonly #buckets = new Map<string, Bucket>()

  constructor(rule: BucketRule, clock: Clock) {
    this.#rule = rule
    this.#clock = clock
  }

  /** 0 when there is a try left, else milliseconds until there is one. Takes nothing. */
  waitMs(key: string): number {
    const { tries } = this.#filled(key)
    return tries >= 1 ? 0 : Math.ceil((1 - tries) * this.#rule.refillMs)
  }

  /** Takes a try. Answers as `waitMs` did before: other than 0 means there was none. */
  take(key: string): number {
    const wait = this.waitMs(key)
    const { tries, at } = this.#filled(key)
    this.#keep(key, { tries: Math.max(tries - 1, 0), at })
    return wait
  }

  /** The try was none after all, such as a correct password. */
  giveBack(key: string): void {
    const { tries, at } = this.#filled(key)
    this.#keep(key, { tries: Math.min(tries + 1, this.#rule.capacity), at })
  }

  #filled(key: string): Bucket {
    const { capacity, refillMs } = this.#rule
    const at = this.#clock.now()
    const bucket = this.#buckets.get(key)
    if (bucket === undefined) return { tries: capacity, at }
    return { tries: Math.min(capacity, bucket.tries + Math.max(0, at - bucket.at) / refillMs), at }
  }

  #keep(key: string, bucket: Bucket): void {
    this.#buckets.delete(key)
    if (bucket.tries >= this.#rule.capacity) return
    this.#buckets.set(key, bucket)
    const [oldest] = this.#buckets.keys()
    if (oldest !== undefined && this.#buckets.size > (this.#rule.maxKeys ?? 10_000)) this.#buckets.delete(oldest)
  }
}
