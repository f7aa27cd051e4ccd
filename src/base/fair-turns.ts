// Costly work by name, a few at a time of each and not many altogether: whoever asks for much waits behind himself and not
// before others, and is told when too much of his waits already.

export interface FairTurnsRule {
  /** At work at once, of all. */
  readonly most: number
  /** At work at once, of one name. */
  readonly mostOfOne: number
  /** In line, of one name. */
  readonly mostWaiting: number
}

interface Line {
  running: number
  readonly waiting: (() => void)[]
}

export class FairTurns {
  readonly #rule: FairTurnsRule
  /** In the order in which the names have their turn. */
  readonly #lines = new Map<string, Line>()
  #running = 0

  constructor(rule: FairTurnsRule) {
    this.#rule = rule
  }

  /** Undefined: too much of this name waits already, and the work is not begun. */
  take<T>(name: string, work: () => Promise<T>): Promise<T> | undefined {
    const line = this.#lines.get(name) ?? { running: 0, waiting: [] }
    if (line.waiting.length >= this.#rule.mostWaiting) return undefined
    this.#lines.set(name, line)
    const turn = new Promise<void>((resolve) => line.waiting.push(resolve))
    const done = turn.then(work).finally(() => {
      line.running--
      this.#running--
      if (line.running === 0 && line.waiting.length === 0) this.#lines.delete(name)
      this.#begin()
    })
    this.#begin()
    return done
  }

  #begin(): void {
    while (this.#running < this.#rule.most) {
      const [name, line] = this.#next() ?? []
      const begin = line?.waiting.shift()
      if (name === undefined || line === undefined || begin === undefined) return
      line.running++
      this.#running++
      // Whoever had a turn goes behind the others.
      this.#lines.delete(name)
      this.#lines.set(name, line)
      begin()
    }
  }

  /** Of those who wait, who has the least at work and waits the longest for a turn. */
  #next(): [string, Line] | undefined {
    const ready = [...this.#lines].filter(([, { running, waiting }]) => {
      return waiting.length > 0 && running < this.#rule.mostOfOne
    })
    return ready.toSorted(([, a], [, b]) => a.running - b.running)[0]
  }
}
