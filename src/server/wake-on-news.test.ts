import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { wakeOnNews } from './wake-on-news.ts'

function world() {
  const told: string[] = []
  const { wakeOn } = wakeOnNews({
    clock: { now: () => 7 },
    store: { wake: async (keys, at) => void told.push(`${keys.join()} at ${at}`) },
    nudge: () => told.push('nudged'),
  })
  return { told, wakeOn }
}

test('a row is woken when the news has come, and the loop told to look', async () => {
  const { told, wakeOn } = world()
  const news = Promise.withResolvers<void>()
  wakeOn('job', 'its end', () => news.promise)
  await nextTurn()
  expect(told).toEqual([])
  news.resolve()
  await nextTurn()
  expect(told).toEqual(['job at 7', 'nudged'])
})

test('the same news is waited for once at a time, also after it failed to come', async () => {
  const { told, wakeOn } = world()
  let asked = 0
  const fails = () => {
    asked += 1
    return Promise.reject(new Error('away'))
  }
  wakeOn('job', 'its end', fails)
  wakeOn('job', 'its end', fails)
  expect(asked).toBe(1)
  await nextTurn()
  wakeOn('job', 'its end', fails)
  wakeOn('job', 'another end', fails)
  await nextTurn()
  expect([asked, told]).toEqual([3, []])
})
