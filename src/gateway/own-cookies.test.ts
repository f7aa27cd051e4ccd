import { expect, test } from 'vitest'
import { mayNodeSet, sessionCookie, withoutOwnCookies } from './own-cookies.ts'

const secret = 'x'.repeat(43)

test.each([
  [`__Host-carrel_app=${secret}`, secret],
  [`a=b; __Host-carrel_app=${secret}; _xsrf=2|1`, secret],
  [`__Host-carrel_app=${secret}; __Host-carrel_app=${'y'.repeat(43)}`, undefined],
  [`__host-carrel_app=${secret}`, undefined],
  [`=__Host-carrel_app=${secret}`, undefined],
  [`__Host-carrel_app="${secret}"`, undefined],
  ['__Host-carrel_app=short', undefined],
  [`__Host-carrel_app=${'x'.repeat(257)}`, undefined],
  [`__Host-carrel_app=' or 1=1 --${secret}`, undefined],
  ['', undefined],
  [undefined, undefined],
])('the session in %j is %j', (header, expected) => {
  expect(sessionCookie(header)).toBe(expected)
})

test('what goes to a node holds none of our cookies, in any spelling, and all of its own', () => {
  const header = `_xsrf=2|1; __Host-carrel_app=${secret};__host-CARREL_login=1; theme=dark; __Host-carrel_app`
  expect(withoutOwnCookies(header)).toBe('_xsrf=2|1; theme=dark')
  expect(withoutOwnCookies(`__Host-carrel_app=${secret}`)).toBe('')
})

test.each([
  ['theme=dark; Path=/', true],
  ['_xsrf=2|1; expires=Thu, 01 Jan 2099 00:00:00 GMT; HttpOnly', true],
  ['domain=x; Path=/', true],
  ['theme=dark; Domain=localhost', false],
  ['theme=dark;DOMAIN = .localhost', false],
  ['theme=dark; domain', false],
  ['__Host-carrel_app=x; Path=/; Secure', false],
  ['__HOST-Carrel_app=x; Path=/; Secure', false],
  [' __Host-carrel_app =x', false],
  ['=__Host-carrel_app=x', false],
  ['__Host-carrel_app', false],
  ['', false],
])('a node setting %j is let through: %s', (header, expected) => {
  expect(mayNodeSet(header)).toBe(expected)
})
