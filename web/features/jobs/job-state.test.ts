import { expect, test } from 'vitest'
import { durationText } from '../../ui/duration-text.ts'
import { durationOf, readJob, type WireJob } from './job.ts'
import { isCanceled, jobStates, reasonAgainst } from './job-state.ts'

const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.BatchAI/workspaces/w/experiments/trial/jobs/train'

function wire(properties: Partial<WireJob['properties']>): WireJob {
  return {
    id,
    name: 'train',
    properties: {
      cluster: { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.BatchAI/workspaces/w/clusters/pool' },
      executionState: 'queued',
      schedulingPriority: 'normal',
      nodeCount: 2,
      creationTime: '2026-01-01T00:00:00Z',
      ...properties,
    },
  }
}

test('BA-38: a job that is over cannot be canceled and can be deleted, and each button says why not', () => {
  const told = jobStates.map((state) => [
    reasonAgainst('cancel', { state, isLeaving: false }),
    reasonAgainst('delete', { state, isLeaving: false }),
  ])
  expect(told).toEqual([
    [undefined, undefined],
    [undefined, undefined],
    ['Its end was asked for already.', undefined],
    ['It is over already.', undefined],
    ['It is over already.', undefined],
  ])
  expect(reasonAgainst('delete', { state: 'failed', isLeaving: true })).toBe('It is being deleted.')
})

test('a job is read with its cluster, experiment and what it had, whether it has begun or not', () => {
  const queued = readJob(wire({}))
  expect(queued).toMatchObject({ cluster: 'pool', experiment: 'trial', batch: 'w', attempts: 0, errors: [] })
  expect(durationOf(queued, Date.parse('2026-01-01T00:00:09Z'))).toBeUndefined()
  const executionInfo = {
    startTime: '2026-01-01T00:00:01Z',
    endTime: '2026-01-01T00:01:03Z',
    exitCode: 3,
    errors: [{ code: 'JobTerminated', message: '' }],
  }
  const over = readJob(wire({ executionState: 'failed', executionInfo }))
  expect([durationOf(over, 0), over.exitCode, isCanceled(over)]).toEqual([62_000, 3, true])
})

test('a duration is said in the units that are read best', () => {
  expect([undefined, 4_200, 12_900, 62_000, 3_725_000, 200_000_000, 7 * 86_400_000].map(durationText)).toEqual([
    '–',
    '4.2 s',
    '12 s',
    '1 min 02 s',
    '1 h 02 min',
    '2 d 7 h',
    '7 d',
  ])
})
