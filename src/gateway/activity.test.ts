import { expect, test } from 'vitest'
import { Activity } from './activity.ts'

test('what could not be told is told the next time, with what came since', async () => {
  let now = 1000
  const activity = new Activity({ now: () => now })
  activity.record('a-lab')
  activity.record('b-lab')
  await activity.report(() => Promise.reject(new Error('away')))
  now = 2000
  activity.record('b-lab')
  const told: unknown[] = []
  const tell = (last: unknown): Promise<void> => {
    told.push(last)
    return Promise.resolve()
  }
  await activity.report(tell)
  await activity.report(tell)
  expect(told).toEqual([{ 'a-lab': 1000, 'b-lab': 2000 }])
})
