import { expect, test } from 'vitest'
import { maskSecrets, secretsIn } from './mask-secrets.ts'

test('secrets are found at any depth of a value', () => {
  expect(secretsIn({ a: 'one', b: [{ c: 'two' }, 3, null, ''] })).toEqual(['one', 'two'])
})

test('a number is one where it is long, and is masked as a number and in a sentence', () => {
  expect(secretsIn({ pin: 271828, count: 3 })).toEqual(['271828'])
  expect(maskSecrets({ pin: 271828, count: 3, said: 'pin 271828' }, ['271828'])).toEqual({
    ...{ pin: '*******', count: 3 },
    said: 'pin *******',
  })
})

test('a secret is masked where it stands alone or in a sentence, the longest first', () => {
  const value = { name: 'pass', said: 'The password password1 is bad', list: ['x', 7, null] }
  expect(maskSecrets(value, ['pass', 'password1', 'x'])).toEqual({
    name: '*******',
    said: 'The *******word ******* is bad',
    list: ['*******', 7, null],
  })
})

test('what is too short to be told from words is masked only where it stands alone', () => {
  expect(maskSecrets(['a', 'banana'], ['a'])).toEqual(['*******', 'banana'])
})

test('a secret with the signs of a pattern is only text', () => {
  expect(maskSecrets('is $&.*(x', ['$&.*(x'])).toBe('is *******')
})
