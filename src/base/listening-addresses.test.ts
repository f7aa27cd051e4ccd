import { expect, test } from 'vitest'
import { listeningAddresses, type Reach } from './listening-addresses.ts'

const shown = (reach: Reach) => listeningAddresses(reach).map(({ scheme, host, port }) => `${scheme} ${host} ${port}`)

test('without a domain: loopback alone, plain HTTP on the next port', () => {
  expect(shown({ port: 8443, domain: 'localhost' })).toEqual([
    'https 127.0.0.1 8443',
    'https ::1 8443',
    'http 127.0.0.1 8444',
    'http ::1 8444',
  ])
})

test.each([
  [undefined, ['https 127.0.0.1 443', 'https ::1 443']],
  ['192.0.2.7', ['https 127.0.0.1 443', 'https ::1 443', 'https 192.0.2.7 443']],
  ['2001:db8::7', ['https 127.0.0.1 443', 'https ::1 443', 'https 2001:db8::7 443']],
  ['0.0.0.0', ['https 0.0.0.0 443', 'https ::1 443']],
  ['::', ['https 0.0.0.0 443', 'https :: 443']],
])('with a domain and --listen %s: HTTPS and nothing else', (listen, expected) => {
  expect(shown({ port: 443, domain: 'team.example', listen })).toEqual(expected)
})
