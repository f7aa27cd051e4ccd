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

test('a secret is found in other letters, in JSON text, in an address and encoded', () => {
  const secret = 'Päss "word"/1'
  const encoded = Buffer.from(secret).toString('base64')
  const said = [JSON.stringify({ a: secret }), `/x/${encodeURIComponent(secret)}/y`, encoded]
  expect(maskSecrets(said, [secret])).toEqual(['{"a":"*******"}', '/x/*******/y', expect.stringMatching(/^\*{7}=*$/)])
  expect(maskSecrets('of HUNTER2 here', ['hunter2'])).toBe('of ******* here')
})

test('a secret that was cut off is masked where the quotation ends, and what only begins like it stays', () => {
  const secret = 'correct horse battery staple'
  const said = ["'correct horse' is bad", 'of correct horse bat…', 'correct horses are fine', "'correct' is short"]
  expect(maskSecrets(said, [secret])).toEqual([
    "'*******' is bad",
    'of *******…',
    'correct horses are fine',
    "'correct' is short",
  ])
})

test('a thousand secrets cost little more than one', () => {
  const secrets = Array.from({ length: 1000 }, (_, index) => `secret number ${index}`)
  const text = Array.from({ length: 5000 }, (_, index) => `and secret number ${index}, `)
  const shown = maskSecrets(text, secrets).filter((each) => each.includes('number'))
  expect(shown.length).toBe(0)
})
