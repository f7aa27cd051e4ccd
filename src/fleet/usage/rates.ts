import { findSize } from '../sizes.ts'

/** What an hour of each size costs, as the installation was told. */
export interface Rates {
  /** Three letters, such as `EUR`. */
  readonly currency: string
  /** By canonical name of the size; one without a rate has no cost that could be told. */
  readonly perHour: ReadonlyMap<string, number>
}

interface WrittenRates {
  readonly currency: string
  /** By name of the size, in any case. */
  readonly perHour: Readonly<Record<string, number>>
}

/** Throws a sentence for whoever wrote a size that there is not. */
export function readRates(written: WrittenRates | undefined): Rates | undefined {
  if (written === undefined) return undefined
  const perHour = new Map(
    Object.entries(written.perHour).map(([name, rate]) => {
      const size = findSize(name)
      if (size === undefined)
        throw new Error(`rates.perHour in config.json names '${name}', which is no size that is offered here`)
      return [size.name, rate] as const
    }),
  )
  return { currency: written.currency, perHour }
}
