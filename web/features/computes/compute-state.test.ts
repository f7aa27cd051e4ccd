import { expect, test } from 'vitest'
import type { ComputeState } from './compute.ts'
import { computeActions, reasonAgainst, reasonAgainstOpening } from './compute-state.ts'

const allowed = (state: ComputeState) =>
  computeActions.filter((action) => reasonAgainst(action, { state }) === undefined)

test.each<[ComputeState, readonly string[]]>([
  ['Running', ['stop', 'restart', 'delete']],
  ['Stopped', ['start', 'delete']],
  ['Starting', ['stop', 'delete']],
  ['Deleting', []],
  ['CreateFailed', ['start', 'delete']],
  ['SetupFailed', ['start', 'stop', 'restart', 'delete']],
  ['Unusable', ['start', 'stop', 'restart', 'delete']],
  ['UserSetupFailed', ['stop', 'restart', 'delete']],
])('an instance that is %s can be asked to %j', (state, actions) => {
  expect(allowed(state)).toEqual(actions)
})

test('CI-107: only whom it belongs to opens its applications, and only while it runs', () => {
  expect(reasonAgainstOpening({ state: 'Running', ownerId: 'ana' }, 'ana')).toBeUndefined()
  expect(reasonAgainstOpening({ state: 'Running', ownerId: 'ana' }, 'ben')).toMatch(/Only the person/)
  expect(reasonAgainstOpening({ state: 'Stopped', ownerId: 'ana' }, 'ana')).toMatch(/not running/)
})
