import { expect, test } from 'vitest'
import { parseGpus } from './gpus.ts'

test('each GPU that says what it is doing is told of', () => {
  expect(parseGpus('37, 1024, 81559\n0, 1, 81559\n')).toEqual([
    { percent: 37, memoryMiB: 1024, memoryCapacityMiB: 81559 },
    { percent: 0, memoryMiB: 1, memoryCapacityMiB: 81559 },
  ])
  expect(parseGpus('[N/A], 1, 81559\n')).toEqual([])
  expect(parseGpus('No devices were found\n')).toEqual([])
  expect(parseGpus('')).toEqual([])
})
