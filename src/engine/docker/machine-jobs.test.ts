import { expect, test } from 'vitest'
import { type JobKind, MachineJobs } from './machine-jobs.ts'

test('work that takes longer than the caller waits goes on, and is not done twice', async () => {
  const jobs = new MachineJobs()
  const work = slow()
  expect(await jobs.run(job('stop', work.work, 0))).toBe('stop')
  expect(jobs.kindOf('c-one')).toBe('stop')
  expect(await jobs.run(job('stop', work.work, 0))).toBe('stop')
  expect(await jobs.run(job('remove', work.work, 0))).toBe('stop')
  const last = jobs.run(job('stop', work.work))
  work.finish()
  expect(await last).toBeUndefined()
  expect(work.count()).toBe(1)
  expect(jobs.kindOf('c-one')).toBeUndefined()
})

test('a failure nobody waited for is told to the next who asks for the same, once', async () => {
  const jobs = new MachineJobs()
  const work = slow()
  await jobs.run(job('start', work.work, 0))
  work.fail(new Error('no room'))
  await expect.poll(() => jobs.kindOf('c-one')).toBeUndefined()
  await expect(jobs.run(job('start', async () => {}))).rejects.toThrow('no room')
  expect(await jobs.run(job('start', async () => {}))).toBeUndefined()
})

test('a failed start does not stand in the way of a removal', async () => {
  const jobs = new MachineJobs()
  await expect(jobs.run(job('start', () => Promise.reject(new Error('no image'))))).rejects.toThrow('no image')
  expect(await jobs.run(job('remove', async () => {}))).toBeUndefined()
  expect(await jobs.run(job('start', async () => {}))).toBeUndefined()
})

function job(kind: JobKind, work: () => Promise<void>, patienceMs = 60_000) {
  return { key: 'c-one', kind, work, patienceMs }
}

function slow() {
  let finish = (): void => {}
  let fail = (_error: Error): void => {}
  const promise = new Promise<void>((resolve, reject) => {
    finish = resolve
    fail = reject
  })
  let count = 0
  return {
    work: () => {
      count += 1
      return promise
    },
    finish,
    fail,
    count: () => count,
  }
}
