import { expect, test } from 'vitest'
import { type ListenerAddress, parseHost } from './parse-host.ts'

const http: ListenerAddress = { scheme: 'http', port: 8444, domain: 'localhost' }
const https: ListenerAddress = { scheme: 'https', port: 443, domain: 'compute.example.org' }

test.each([
  ['carrel.localhost:8444', http],
  ['localhost:8444', http],
  ['LOCALHOST:8444', http],
  ['127.0.0.1:8444', http],
  ['[::1]:8444', http],
  ['carrel.compute.example.org', https],
  ['compute.example.org:443', https],
  ['localhost', https],
])('%s is the server', (header, listener) => {
  expect(parseHost(header, listener)).toMatchObject({ kind: 'server' })
})

test('a label directly under the domain is an app, spelled one way', () => {
  expect(parseHost('My-Box-Lab.LocalHost:8444', http)).toEqual({
    kind: 'app',
    label: 'my-box-lab',
    host: 'my-box-lab.localhost:8444',
    origin: 'http://my-box-lab.localhost:8444',
  })
})

test("the scheme's own port may be left out and is never spelled", () => {
  const expected = { kind: 'app', label: 'a-lab', origin: 'https://a-lab.compute.example.org' }
  expect(parseHost('a-lab.compute.example.org', https)).toMatchObject(expected)
  expect(parseHost('a-lab.compute.example.org:443', https)).toMatchObject(expected)
})

test.each([
  undefined,
  '',
  ' ',
  'localhost:',
  'localhost:0',
  'localhost:08444',
  'localhost:8444:8444',
  'user@a-lab.localhost:8444',
  'a-lab.localhost:8444@evil.example',
  'a-lab.localhost.:8444',
  'a-lab.localhost:8444/x',
  'a-lab%2elocalhost:8444',
  'a_lab.localhost:8444',
  'a-lab\u0000.localhost:8444',
  'ａ-lab.localhost:8444',
  '-lab.localhost:8444',
  '.localhost:8444',
  '[::1',
  '[::ffff:127.0.0.1]:8444',
  `${'a'.repeat(254)}.localhost:8444`,
])('%j is malformed', (header) => {
  expect(parseHost(header, http)).toEqual({ kind: 'malformed' })
})

test.each([
  'a-lab.localhost',
  'a-lab.localhost:8443',
  'a-lab.localhost:80',
  'evil.example:8444',
  'localhost.evil.example:8444',
  'evil-localhost:8444',
  'a.b-lab.localhost:8444',
  'a..localhost:8444',
  'a-.localhost:8444',
  'xn--bcher-kva.localhost:8444',
  `${'a'.repeat(64)}.localhost:8444`,
  '127.0.0.2:8444',
  '10.0.0.1:8444',
  '2130706433:8444',
])('%s is not ours', (header) => {
  expect(parseHost(header, http)).toEqual({ kind: 'foreign' })
})

test('a label of 63 characters still has a name', () => {
  expect(parseHost(`${'a'.repeat(63)}.localhost:8444`, http)).toMatchObject({ kind: 'app' })
})
