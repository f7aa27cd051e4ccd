import { expect, test } from 'vitest'
import { instanceNameFor, userNameFor } from './names-for-user.ts'

test.each([
  ['ana', 'ana'],
  ['root', 'admin'],
  ['Ana.Maria', 'ana.maria'],
  ['_svc$', 'svc'],
  ['1001', 'admin'],
  ['日本', 'admin'],
])('the account %s signs in as %s', (account, userName) => {
  expect(userNameFor(account)).toBe(userName)
})

test.each([
  ['ana', 'ana-desk'],
  ['ana.maria', 'ana-maria-desk'],
  ['a-very-long-name.-of-somebody', 'a-very-long-name-of-desk'],
])('the first instance of %s is %s, a name that CI-17 to CI-22 allow', (userName, instance) => {
  expect(instanceNameFor(userName)).toBe(instance)
  expect(instance).toMatch(/^[a-z][a-z0-9-]{1,22}[a-z0-9]$/)
})
