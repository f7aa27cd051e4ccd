import { expect, test } from 'vitest'
import { contains, overlaps, parsePrefix } from './address-prefix.ts'

function prefix(text: string) {
  const found = parsePrefix(text)
  if (!found) throw new Error(`${text} is no prefix`)
  return found
}

test.each(['10.0.0.0/8', '10.0.0.0/32', '0.0.0.0/0', 'fd00::/48', '::/0', '::ffff:10.0.0.0/120'])(
  '%s is a prefix',
  (text) => {
    expect(parsePrefix(text)).toBeDefined()
  },
)

test.each([
  '',
  '10.0.0.0',
  '10.0.0.1/24',
  '10.0.0.0/33',
  '10.0.0/24',
  '10.0.0.0/8/8',
  '300.0.0.0/8',
  'fd00::1/64',
  'a/8',
])('%s is none', (text) => {
  expect(parsePrefix(text)).toBeUndefined()
})

test.each([
  ['10.0.0.0/16', '10.0.255.0/24', true],
  ['10.0.0.0/16', '10.1.0.0/24', false],
  ['10.0.0.0/24', '10.0.0.0/16', false],
  ['::/0', '10.0.0.0/24', false],
  ['fd00::/48', 'fd00:0:0:1::/64', true],
])('%s contains %s: %s', (outer, inner, expected) => {
  expect(contains(prefix(outer), prefix(inner))).toBe(expected)
})

test.each([
  ['10.0.0.0/24', '10.0.0.128/25', true],
  ['10.0.0.128/25', '10.0.0.0/24', true],
  ['10.0.0.0/25', '10.0.0.128/25', false],
  ['fd00::/64', 'fd00:0:0:1::/64', false],
])('%s overlaps %s: %s', (one, other, expected) => {
  expect(overlaps(prefix(one), prefix(other))).toBe(expected)
})
