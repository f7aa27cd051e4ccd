import { expect, test } from 'vitest'
import { nextSshPort } from './ssh-ports.ts'

test('the first free port from 50000 on is taken', () => {
  expect(nextSshPort(new Set())).toBe(50_000)
  expect(nextSshPort(new Set(['50000', '50001', '50003']))).toBe(50_002)
})

test('after one that was found in use, the next', () => {
  expect(nextSshPort(new Set(['50000', '50001', '50002']), 50_001)).toBe(50_003)
})

test('with none left the refusal says what to do', () => {
  const all = new Set(Array.from({ length: 11_000 }, (_, index) => String(50_000 + index)))
  expect(() => nextSshPort(all)).toThrow(expect.objectContaining({ status: 409, code: 'NoSshPortFree' }))
  all.delete('60999')
  expect(nextSshPort(all)).toBe(60_999)
})
