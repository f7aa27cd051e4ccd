// What running costs: hours that machines ran, at the rates there are now. Pure.

import type { RunningSpan } from '../../store/running-spans.ts'
import type { Rates } from './rates.ts'

const hourMs = 3_600_000

export interface Cost {
  readonly hours: number
  /** Undefined: nothing of it has a rate. */
  readonly amount: number | undefined
}

/** Of that part of each span that lies between the two times, in epoch milliseconds. */
export function costOf(spans: readonly RunningSpan[], between: { from: number; to: number }, rates?: Rates): Cost {
  let [hours, amount] = [0, undefined as number | undefined]
  for (const { from, to, size } of spans) {
    const ran = Math.max(0, Math.min(to, between.to) - Math.max(from, between.from)) / hourMs
    const rate = rates?.perHour.get(size)
    hours += ran
    if (rate !== undefined) amount = (amount ?? 0) + ran * rate
  }
  return { hours, amount }
}
