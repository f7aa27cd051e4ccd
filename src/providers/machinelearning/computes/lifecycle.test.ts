import { describe, expect, test } from 'vitest'
import { operation, record } from '../../../../test/support/records.ts'
import { type ComputeRecord, type ComputeState, lastOperationOf, stateOf } from './lifecycle.ts'
import type { Compute, ComputeStatus } from './model.ts'
import { restart, start, stop } from './power-actions.ts'

const failure = { generation: 2, error: { code: 'x', message: 'x' }, nextStep: undefined }

/** Generation 2 of an instance that was made with the first; `asked` and `seen` are what the table is about. */
function compute(asked: Partial<Compute>, seen: Partial<ComputeStatus> | undefined, row: Partial<ComputeRecord> = {}) {
  const desired = { power: 'running', boot: 1, intent: 'create', ...asked } as Compute
  const status = { phase: undefined, boot: undefined, privateIpAddress: undefined, cause: undefined, ...seen }
  const observed = seen && status
  return record<Compute, ComputeStatus>({ desired, observed, generation: 2, observedGeneration: 1, ...row })
}

const running = { phase: 'running', boot: 1 } as const
const isNew = { observedGeneration: 0 }

describe('CI-112: the state', () => {
  test.each<[ComputeState, ComputeRecord]>([
    ['Creating', compute({}, undefined, isNew)],
    ['Creating', compute({}, { phase: 'creating', boot: 0 }, isNew)],
    ['Creating', compute({}, { phase: 'starting', boot: 1 }, isNew)],
    ['SettingUp', compute({}, { phase: 'settingUp', boot: 1 }, isNew)],
    ['Running', compute({}, running)],
    ['Running', compute({}, running, { observedGeneration: 2 })],
    ['CreateFailed', compute({}, { phase: 'creating' }, { ...isNew, failure })],
    ['CreateFailed', compute({}, undefined, { ...isNew, failure })],
    ['SetupFailed', compute({}, { phase: 'settingUp', boot: 1 }, { ...isNew, failure })],
    ['SetupFailed', compute({ intent: 'start', boot: 2 }, { phase: 'settingUp', boot: 2 }, { failure })],
    ['Stopping', compute({ power: 'stopped', intent: 'stop' }, running)],
    ['Stopping', compute({ power: 'stopped', intent: 'stop' }, { phase: 'stopping', boot: 1 })],
    ['Stopped', compute({ power: 'stopped', intent: 'stop' }, { phase: 'stopped', boot: 1 })],
    ['Unusable', compute({ power: 'stopped', intent: 'stop' }, running, { failure })],
    ['Starting', compute({ intent: 'start', boot: 2 }, { phase: 'stopped', boot: 1 })],
    ['Starting', compute({ intent: 'start', boot: 2 }, { phase: 'starting', boot: 2 })],
    ['SettingUp', compute({ intent: 'start', boot: 2 }, { phase: 'settingUp', boot: 2 })],
    ['Stopped', compute({ intent: 'start', boot: 2 }, { phase: 'stopped', boot: 1 }, { failure })],
    ['Restarting', compute({ intent: 'restart', boot: 2 }, running)],
    ['Restarting', compute({ intent: 'restart', boot: 2 }, { phase: 'stopping', boot: 1 })],
    ['Running', compute({ intent: 'restart', boot: 2 }, { phase: 'running', boot: 2 })],
    ['Unusable', compute({ intent: 'restart', boot: 2 }, running, { failure })],
    ['Starting', compute({ intent: 'restart', boot: 2 }, { phase: 'starting', boot: 2 }, { observedGeneration: 2 })],
    ['Starting', compute({}, { phase: 'starting', boot: 1 }, { observedGeneration: 2 })],
    ['Unusable', compute({}, running, { observedGeneration: 2, failure })],
    ['Running', compute({}, running, { failure: { ...failure, generation: 1 } })],
    ['Deleting', compute({}, running, { deletedAt: 1 })],
    ['Unusable', compute({}, running, { deletedAt: 1, failure })],
  ])('%s', (expected, row) => {
    expect(stateOf(row)).toBe(expected)
  })
})

describe('the last operation', () => {
  test.each([
    ['InProgress', 'InProgress'],
    ['Succeeded', 'Succeeded'],
    ['Failed', 'StopFailed'],
    ['Canceled', 'StopFailed'],
  ] as const)('%s is told as %s', (status, expected) => {
    expect(lastOperationOf(operation({ verb: 'Stop', status })).operationStatus).toBe(expected)
  })

  test('by a schedule says so; what the system did counts as a user’s', () => {
    expect(lastOperationOf(operation({ trigger: 'Schedule' })).operationTrigger).toBe('Schedule')
    expect(lastOperationOf(operation({ trigger: 'System' })).operationTrigger).toBe('User')
  })
})

describe('start, stop and restart', () => {
  test('start of what runs changes nothing', () => {
    const row = compute({ boot: 4 }, { phase: 'running', boot: 4 })
    expect(start.apply(row)).toBe(row.desired)
  })

  test.each<[string, ComputeRecord]>([
    ['is stopped', compute({ power: 'stopped', boot: 4 }, { phase: 'stopped' })],
    ['is stopping', compute({ power: 'stopped', boot: 4 }, running)],
    ['failed', compute({ boot: 4 }, running, { failure })],
    ['never came up', compute({ boot: 4 }, undefined)],
  ])('start of what %s asks for a fresh boot', (_, row) => {
    expect(start.apply(row)).toMatchObject({ power: 'running', boot: 5, intent: 'start' })
  })

  test('stop keeps the boot, restart always asks for a fresh one', () => {
    const row = compute({ boot: 4 }, running)
    expect(stop.apply(row)).toMatchObject({ power: 'stopped', boot: 4, intent: 'stop' })
    expect(restart.apply(row)).toMatchObject({ power: 'running', boot: 5, intent: 'restart' })
  })
})
