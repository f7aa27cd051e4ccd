import { expect, test } from 'vitest'
import { usageRange } from './usage-range.ts'

const now = Date.parse('2026-01-02T12:00:30Z')

test('the use of a job is asked for while it ran, the more coarsely the longer, and as far back as it is kept', () => {
  expect(usageRange({ startedAt: undefined, endedAt: undefined }, now)).toBeUndefined()
  expect(usageRange({ startedAt: '2026-01-02T11:59:40Z', endedAt: undefined }, now)).toEqual({
    timespan: '2026-01-02T11:59:00Z/2026-01-02T12:01:00Z',
    interval: 'PT1M',
    intervalMs: 60_000,
  })
  const long = usageRange({ startedAt: '2026-01-02T02:00:00Z', endedAt: '2026-01-02T11:00:00Z' }, now)
  expect([long?.interval, long?.intervalMs]).toEqual(['PT5M', 300_000])
  const longest = usageRange({ startedAt: '2025-12-31T00:00:00Z', endedAt: undefined }, now)
  expect([longest?.timespan, longest?.interval]).toEqual(['2026-01-01T12:00:00Z/2026-01-02T12:01:00Z', 'PT15M'])
  expect(usageRange({ startedAt: '2025-12-31T00:00:00Z', endedAt: '2025-12-31T02:00:00Z' }, now)).toBeUndefined()
})
