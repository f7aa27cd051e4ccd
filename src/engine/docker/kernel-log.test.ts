import { uptime } from 'node:os'
import { expect, test } from 'vitest'
import { kernelKilledForMemory } from './kernel-log.ts'

const id = 'c0e7450bbb6e97cde77449f4ca367b8356ab982bf4ab4eae197230e3118a2c4a'
const minute = 60_000
const ago = (minutes: number) => Date.now() - minutes * minute

/** As the kernel writes it that many minutes after it started. */
function killed(task: string, minutesAgo: number): string {
  const microseconds = Math.round((uptime() * 1000 - minutesAgo * minute) * 1000)
  const groups = `oom_memcg=/docker/carrel-x-box,task_memcg=/docker/carrel-x-box/${task}`
  return `6,227989,${microseconds},-;oom-kill:constraint=CONSTRAINT_MEMCG,${groups},task=tail,pid=5218,uid=1000\n`
}

const otherwise = '6,227990,75901800700,-;EXT4-fs (loop3): unmounting filesystem\n'

test('whom the kernel killed since it started ran out of memory', () => {
  const records = [otherwise, killed(id, 1), otherwise]
  expect(kernelKilledForMemory({ id, startedAt: ago(30) }, records)).toBe(true)
})

test.each([
  ['another one', [killed(id.replace('c0', 'd1'), 1)]],
  ['one of an earlier start', [killed(id, 90)]],
  ['what else a log says of it', [otherwise, `4,1,2,-;device ${id} entered promiscuous mode\n`]],
  ['nothing', []],
])('%s does not count', (_what, records) => {
  expect(kernelKilledForMemory({ id, startedAt: ago(30) }, records)).toBe(false)
})

test('this machine’s log is read to its end, or not at all', () => {
  expect(kernelKilledForMemory({ id: 'f'.repeat(64), startedAt: 0 })).toBe(false)
})
