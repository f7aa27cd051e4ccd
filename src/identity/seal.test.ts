import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSealer } from './seal.ts'

const key = randomBytes(32)
const sealer = createSealer(key)

test('what was sealed opens in its own context, after a restart too', () => {
  const sealed = sealer.seal('grüße', 'Session:1')
  expect(sealed).not.toContain('grüße')
  expect(createSealer(key).open(sealed, 'Session:1')).toBe('grüße')
})

test('a sealed value opens in no other context, with no other key and not when altered', () => {
  const sealed = sealer.seal('secret', 'Session:1')
  const altered = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA')
  expect(() => sealer.open(sealed, 'Session:2')).toThrow()
  expect(() => createSealer(randomBytes(32)).open(sealed, 'Session:1')).toThrow()
  expect(() => sealer.open(altered, 'Session:1')).toThrow()
  expect(() => sealer.open('', 'Session:1')).toThrow()
})

test('digests and derived keys repeat, and differ by value, purpose and installation', () => {
  const other = createSealer(randomBytes(32))
  expect(sealer.digest('a')).toBe(createSealer(key).digest('a'))
  expect(sealer.derive('a')).toBe(createSealer(key).derive('a'))
  expect(
    new Set([sealer, other].flatMap((s) => [s.digest('a'), s.digest('b'), s.derive('a'), s.derive('b')])).size,
  ).toBe(8)
})
