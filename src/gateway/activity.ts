// When an app was last used by a person, told to the server now and then. What cannot be told now is told later.

import type { Clock } from '../base/clock.ts'

export class Activity {
  readonly #clock: Clock
  #last = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  record(label: string): void {
    this.#last.set(label, this.#clock.now())
  }

  /** `tell` gets epoch milliseconds by label; if it fails, the same is told again the next time. */
  async report(tell: (lastByLabel: Readonly<Record<string, number>>) => Promise<void>): Promise<void> {
    if (this.#last.size === 0) return
    const told = this.#last
    this.#last = new Map()
    try {
      await tell(Object.fromEntries(told))
    } catch {
      this.#last = new Map([...told, ...this.#last])
    }
  }
}
