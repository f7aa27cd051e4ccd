import { expect, test } from 'vitest'
import { hashPassword, isOutdatedHash, isPassword } from './password-hash.ts'

test('a password matches its own hash only, and the hash does not repeat', async () => {
  const [first, second] = await Promise.all([hashPassword('Köln am Rhein'), hashPassword('Köln am Rhein')])
  expect(first).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/)
  expect(first).not.toBe(second)
  expect(await isPassword('Köln am Rhein', first)).toBe(true)
  expect(await isPassword('Koln am Rhein', first)).toBe(false)
})

test('the same letters match however the keyboard composes them', async () => {
  expect(await isPassword('Ko\u0308ln', await hashPassword('K\u00f6ln'))).toBe(true)
})

test('nothing matches a name nobody has', async () => {
  expect(await isPassword('', undefined)).toBe(false)
})

test('a hash made with smaller parameters still matches and is called outdated', async () => {
  const small = '$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$'
  const hash = await hashPassword('x')
  expect(isOutdatedHash(hash)).toBe(false)
  expect(isOutdatedHash(`${small}${'A'.repeat(43)}`)).toBe(true)
})

test('many at once all get their answer', async () => {
  const hash = await hashPassword('x')
  const answers = await Promise.all(['x', 'y', 'x', 'y', 'x'].map((word) => isPassword(word, hash)))
  expect(answers).toEqual([true, false, true, false, true])
})
