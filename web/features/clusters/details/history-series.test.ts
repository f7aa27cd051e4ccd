import { expect, test } from 'vitest'
import { historyLine } from './history-series.ts'

const sample = (minute: number, idle: number, waiting = 0) => ({
  time: new Date(minute * 60_000).toISOString(),
  targetNodeCount: 4,
  queuedJobCount: waiting,
  idleNodeCount: idle,
  runningNodeCount: 1,
  preparingNodeCount: 1,
  unusableNodeCount: 0,
  leavingNodeCount: 0,
})
const minutes = (points: ReturnType<typeof historyLine>) => points.map(({ at, value }) => [at / 60_000, value])
const told = [sample(1, 0, 2), sample(5, 2), sample(9, 3)]

test('what held at the beginning stands there, and what holds at the end goes on to it', () => {
  const span = { from: 3 * 60_000, to: 20 * 60_000 }
  expect(minutes(historyLine(told, 'nodes', span))).toEqual([
    [3, 2],
    [5, 4],
    [9, 5],
    [20, 5],
  ])
  expect(minutes(historyLine(told, 'waiting', span))).toEqual([
    [3, 2],
    [5, 0],
    [9, 0],
    [20, 0],
  ])
})

test('before the first line nothing is known, and of nothing there is no line', () => {
  expect(minutes(historyLine(told, 'target', { from: 0, to: 2 * 60_000 }))).toEqual([
    [1, 4],
    [2, 4],
  ])
  expect(historyLine([], 'nodes', { from: 0, to: 1 })).toEqual([])
})
