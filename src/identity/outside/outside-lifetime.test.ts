import { expect, test } from 'vitest'
import { lifetime } from './outside-lifetime.ts'

const hour = 3600
const now = () => Math.floor(Date.now() / 1000)

test('whoever signed in here stays as long as is usual', () => {
  expect(lifetime({ amr: ['pwd'], at: now() - 10 * hour }, 90 * 24 * hour)).toBe(90 * 24 * hour)
  expect(lifetime({ amr: undefined, at: undefined }, 5)).toBe(5)
})

test('whoever signed in elsewhere stays eight hours from then on, however often they come back', () => {
  const left = (hoursAgo: number) => lifetime({ amr: ['ext'], at: now() - hoursAgo * hour }, 90 * 24 * hour) / hour
  expect([left(0), left(3), left(7.5)].map((each) => Math.round(each * 2) / 2)).toEqual([8, 5, 0.5])
  expect(lifetime({ amr: ['ext'], at: now() - 9 * hour }, 90 * 24 * hour)).toBe(1)
  expect(lifetime({ amr: ['ext'], at: undefined }, 90 * 24 * hour)).toBe(8 * hour)
  expect(lifetime({ amr: ['ext'], at: now() }, 60)).toBe(60)
})
