import { expect, test } from 'vitest'
import { draftOf, emptyScale, mostOf, scaleBody, scaleFault } from './scale-draft.ts'

test.each([
  [{ isAuto: false, count: '101' }, 'Give a number of nodes from 0 to 100.'],
  [{ isAuto: false, count: '' }, 'Give a number of nodes from 0 to 100.'],
  [{ least: '3', most: '2' }, 'The least is more than the most.'],
  [{ most: 'x' }, 'Give a least and a most from 0 to 100 nodes.'],
  [{ initial: '3', most: '2' }, 'It cannot begin with more nodes than it has at most.'],
  [{ idle: '20000' }, 'Give the idle time in whole minutes, a week at most.'],
  [{}, undefined],
])('BA-09: %j is answered before the click', (part, fault) => {
  expect(scaleFault({ ...emptyScale, ...part })).toBe(fault)
})

test('BA-08, BA-09: each kind is asked in its own words', () => {
  const auto = { ...emptyScale, least: '1', most: '4', initial: '2', idle: '10' }
  expect(scaleBody('batch', auto)).toEqual({
    autoScale: {
      minimumNodeCount: 1,
      maximumNodeCount: 4,
      initialNodeCount: 2,
      nodeIdleTimeBeforeScaleDown: 'PT10M',
    },
  })
  expect(scaleBody('ml', auto)).toEqual({
    minNodeCount: 1,
    maxNodeCount: 4,
    nodeIdleTimeBeforeScaleDown: 'PT10M',
  })
  const manual = { ...emptyScale, isAuto: false, count: '3', onRemoval: 'terminate' as const }
  expect(scaleBody('batch', manual)).toEqual({ manual: { targetNodeCount: 3, nodeDeallocationOption: 'terminate' } })
  expect([mostOf(auto), mostOf(manual)]).toEqual([4, 3])
})

test('what a cluster has comes back as it is, also a time in seconds, which the form shows as whole minutes', () => {
  const kept = { kind: 'auto', least: 1, most: 4, initial: 2, idle: 'PT90S' } as const
  const draft = draftOf(kept)
  expect(draft).toEqual({ ...emptyScale, least: '1', most: '4', initial: '2', idle: '2', idleNow: 'PT90S' })
  expect(scaleBody('ml', { ...draft, most: '5' })).toMatchObject({ nodeIdleTimeBeforeScaleDown: 'PT90S' })
  expect(scaleBody('ml', { ...draft, idle: '3' })).toMatchObject({ nodeIdleTimeBeforeScaleDown: 'PT3M' })
  expect(draftOf({ kind: 'manual', count: 3, onRemoval: 'terminate' })).toMatchObject({ isAuto: false, count: '3' })
})
