import { expect, test } from 'vitest'
import { matches } from './size-queries.ts'

const size = {
  name: 'STANDARD_E4S_V3',
  family: 'f',
  cores: 4,
  memoryGB: 32,
  gpus: 0,
  temporaryDiskGB: 64,
  cappedTo: undefined,
  freeCores: 9,
}

test.each([
  ['', true],
  ['e4s', true],
  ['4 cores 32gb', true],
  ['2 GB', false],
  ['gpu', false],
])('a size is found by name, cores, memory and GPUs: %j', (find, isFound) => {
  expect(matches(size, find)).toBe(isFound)
})
