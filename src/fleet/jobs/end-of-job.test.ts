import { describe, expect, test } from 'vitest'
import type { JobRun } from './ask-job.ts'
import { cutOff, endedByItself } from './end-of-job.ts'
import { freshJob, type JobObserved } from './job.ts'

const running: JobObserved = { ...freshJob({ createdAt: 0 }), state: 'running', startedAt: 10, nodes: ['a'] }
const run = (more: Partial<JobRun>): JobRun => ({ bootId: 'one', state: 'ended', startedAt: 20, endedAt: 30, ...more })

describe('an attempt that ended by itself', () => {
  test.each<[string, Partial<JobRun>, string, string | undefined]>([
    ['with status 0', { exitCode: 0 }, 'succeeded', undefined],
    ['with another', { exitCode: 3 }, 'failed', 'JobFailed'],
    ['at its time', { exitCode: 143, reason: 'TimedOut' }, 'failed', 'JobTimedOut'],
    ['before it began', { reason: 'NotStarted', message: 'no folder' }, 'failed', 'JobNotStarted'],
    ['with its preparation', { exitCode: 1, reason: 'PreparationFailed' }, 'failed', 'JobPreparationFailed'],
  ])('%s', (_, more, state, code) => {
    const { observed } = endedByItself(running, run(more), { begunAt: 15, now: 40 })
    expect([observed.state, observed.errors[0]?.code, observed.ended]).toEqual([state, code, 1])
  })

  test('took as long as its node says, within the time that passed here', () => {
    const far = run({ exitCode: 0, startedAt: 1, endedAt: 9_999 })
    const { observed } = endedByItself(running, far, { begunAt: 15, now: 40 })
    expect([observed.startedAt, observed.endedAt]).toEqual([15, 40])
  })
})

describe('an attempt that was cut off', () => {
  const facts = { why: 'A node went.', now: 50 }

  test('by nobody is made again once', () => {
    const first = cutOff(running, undefined, facts).observed
    expect(first).toMatchObject({ state: 'queued', ended: 1, lost: 1 })
    expect(first.startedAt).toBeUndefined()
    const second = cutOff({ ...first, state: 'running' }, undefined, facts).observed
    expect(second).toMatchObject({ state: 'failed', ended: 2, errors: [{ code: 'NodeLost' }] })
  })

  test('by somebody is made again as often as he wants, or not', () => {
    let job = running
    for (let times = 1; times < 4; times++) job = { ...cutOff(job, 'requeue', facts).observed, state: 'running' }
    expect(job).toMatchObject({ ended: 3, lost: 0 })
    expect(cutOff(job, 'terminate', facts).observed).toMatchObject({
      state: 'failed',
      errors: [{ code: 'NodeRemoved' }],
    })
  })
})
