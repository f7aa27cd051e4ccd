import { expect, test } from 'vitest'
import type { RunningSpan } from '../../store/running-spans.ts'
import { costOf } from './costs.ts'
import { readRates } from './rates.ts'

const hour = 3_600_000
const noon = Date.UTC(2026, 0, 31, 12)
const midnight = noon + 12 * hour
const rates = readRates({ currency: 'EUR', perHour: { Standard_D2_v3: 0.1, STANDARD_A1_V2: 0 } })

function ran(fromHour: number, toHour: number, size = 'STANDARD_D2_V3'): RunningSpan {
  const fleet = { fleetKey: '/c', fleetId: '/C', nodeKey: '/c/nodes/0', bootId: `${fromHour}` }
  return { ...fleet, size, from: noon + fromHour * hour, to: noon + toHour * hour }
}

test('hours count where they lie in the time that is asked for, at the rate of their size', () => {
  const between = { from: noon, to: midnight }
  expect(costOf([ran(-2, 3), ran(5, 6), ran(11, 20)], between, rates)).toEqual({ hours: 5, amount: 0.5 })
  expect(costOf([ran(11, 20)], { from: midnight, to: midnight + 24 * hour }, rates)).toEqual({ hours: 8, amount: 0.8 })
  expect(costOf([ran(-5, -1), ran(13, 14)], between, rates)).toEqual({ hours: 0, amount: 0 })
})

test('what has no rate has hours and no cost, and what costs nothing costs nothing', () => {
  const between = { from: noon, to: midnight }
  expect(costOf([ran(0, 1, 'STANDARD_NC6')], between, rates)).toEqual({ hours: 1, amount: undefined })
  expect(costOf([ran(0, 1)], between)).toEqual({ hours: 1, amount: undefined })
  expect(costOf([ran(0, 1, 'STANDARD_A1_V2')], between, rates)).toEqual({ hours: 1, amount: 0 })
})

test('rates name sizes that there are', () => {
  expect(readRates(undefined)).toBeUndefined()
  expect(() => readRates({ currency: 'EUR', perHour: { STANDARD_D2_V99: 1 } })).toThrow("'STANDARD_D2_V99'")
})
