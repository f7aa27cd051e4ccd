import { ShiftedClock } from '../../src/base/clock.ts'

/** One that a test can hold, where something is counted by the time it takes: a busy machine takes longer for it. */
export class HeldClock extends ShiftedClock {
  #heldAt: number | undefined

  override now(): number {
    return this.#heldAt ?? super.now()
  }

  override advance(ms: number): void {
    super.advance(ms)
    if (this.#heldAt !== undefined) this.#heldAt += ms
  }

  /** Moved by `advance` alone until that is disposed. */
  hold(): Disposable {
    this.#heldAt = super.now()
    return {
      [Symbol.dispose]: () => {
        this.#heldAt = undefined
      },
    }
  }
}
