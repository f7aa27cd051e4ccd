// Time comes from here alone, so that a test moves it and no test waits for it.

/** Milliseconds since the epoch. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** A clock that runs on from the system's, shifted by what a test or a `--test-clock` server was told. */
export class ShiftedClock implements Clock {
  #offsetMs = 0

  now(): number {
    return Date.now() + this.#offsetMs
  }

  advance(ms: number): void {
    this.#offsetMs += ms
  }
}
