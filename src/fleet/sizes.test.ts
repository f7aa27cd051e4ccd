import { expect, test } from 'vitest'
import { cappedLimits } from './capped-limits.ts'
import { findSize, sizes } from './sizes.ts'

const gib = 1024 ** 3

test('every size has a name of its own and numbers that make sense', () => {
  expect(new Set(sizes.map(({ name }) => name)).size).toBe(sizes.length)
  for (const size of sizes) {
    expect(size.name).toBe(size.name.toUpperCase())
    expect(size.family).toMatch(/^standard\w+Family$/)
    expect(size.cores).toBeGreaterThan(0)
    expect(size.memoryGiB).toBeGreaterThan(0)
    expect(size.temporaryDiskMiB).toBeGreaterThan(0)
    expect(Number.isInteger(size.gpus)).toBe(true)
  }
})

test.each(['STANDARD_D3_V2', 'Standard_D3_v2', 'standard_d3_v2'])('CI-16: %s is found', (name) => {
  expect(findSize(name)).toMatchObject({ cores: 4, memoryGiB: 14, family: 'standardDv2Family' })
})

test.each(['', 'STANDARD_D3', 'D3_V2', 'STANDARD_D3_V2 ', '__proto__'])('%j is no size', (name) => {
  expect(findSize(name)).toBeUndefined()
})

test('a size that fits is given whole, one that does not is cut to the host with a sentence that says so', () => {
  const size = findSize('STANDARD_D3_V2')
  if (!size) throw new Error('the size is gone')
  const large = cappedLimits(size, { cpus: 64, memoryBytes: 256 * gib, hasGpu: false })
  const disks = { temporaryDiskBytes: 200 * gib, osDiskBytes: 120 * gib }
  expect(large).toEqual({ limits: { cpus: 4, memoryBytes: 14 * gib, pids: 8192, gpus: 0, ...disks }, note: undefined })
  const small = cappedLimits(size, { cpus: 2, memoryBytes: 10 * gib, hasGpu: false })
  expect(small.limits).toMatchObject({ cpus: 2, memoryBytes: 9 * gib })
  expect(small.note).toBe('STANDARD_D3_V2 has 4 cores and 14 GiB; this host gives it 2 cores and 9.0 GiB.')
})
