import { expect, test } from 'vitest'
import { machineStatus, type SeenContainer } from './machine-status.ts'

const boot = { bootId: 'b1', boot: 3, at: 1000, restarts: 0, isStopAsked: false }
const up: SeenContainer = {
  labels: { 'carrel.machine': 'c-one', 'carrel.node': '/x' },
  state: 'running',
  address: '10.201.0.2',
  end: undefined,
}
const down = (end: Partial<NonNullable<SeenContainer['end']>>): SeenContainer => ({
  ...up,
  state: 'exited',
  address: '',
  end: { at: 2000, exitCode: 137, isOutOfMemory: false, ...end },
})

test('a running machine has an endpoint and the id of its boot', () => {
  expect(machineStatus(up, boot, false)).toEqual({
    key: 'c-one',
    nodeId: '/x',
    phase: 'running',
    boot: 3,
    bootId: 'b1',
    endpoint: { host: '10.201.0.2', port: 7070 },
    cause: undefined,
  })
  expect(machineStatus(up, boot, true).phase).toBe('stopping')
})

test('a machine that was made and never started has had no boot', () => {
  expect(machineStatus({ ...up, state: 'created', address: '' }, boot, false)).toMatchObject({
    phase: 'stopped',
    boot: 0,
    bootId: undefined,
    endpoint: undefined,
  })
})

test.each([
  ['ended by itself', down({}), boot, 'Exited'],
  ['ended with its memory', down({ isOutOfMemory: true }), boot, 'OutOfMemory'],
  ['ended in good order, unasked', down({ exitCode: 0, isOutOfMemory: true }), boot, 'Exited'],
  ['was asked to stop and had to be killed', down({}), { ...boot, isStopAsked: true }, undefined],
  ['ended before the present boot', down({ at: 999 }), boot, undefined],
  ['has no boot that is known', down({}), undefined, undefined],
])('the cause of a machine that %s', (_what, seen, known, cause) => {
  expect(machineStatus(seen, known, false)).toMatchObject({ phase: 'stopped', cause })
})
