// How long somebody else has kept us waiting. What this process was itself kept from, by its own work or by a machine that
// had no turn for it, is nobody else's silence: an answer may lie there unread.

export interface Patience extends Disposable {
  /** Something was heard. */
  again(): void
}

/** Of a part that took longer than it should, for this process was held up, no more counts than the part. */
const parts = 10

/** Calls `over` once when nothing was heard for `ms`; after its disposal never. */
export function patience(ms: number, over: () => void): Patience {
  let left = parts
  const timer = setInterval(() => {
    left -= 1
    if (left > 0) return
    clearInterval(timer)
    over()
  }, ms / parts)
  return {
    again: () => {
      left = parts
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
