import { expect, test } from 'vitest'
import { chooseReach, type Reachable, type ReachWishes } from './choose-reach.ts'

const team: Reachable = { port: 443, domain: 'team.example', listen: '192.0.2.7' }
const given: Reachable = { ...team, certificate: { certFile: '/etc/c.pem', keyFile: '/etc/k.pem' } }

test('asked for nothing, a new installation is for this machine alone', () => {
  expect(chooseReach(undefined, {})).toEqual({ port: 8443, domain: 'localhost' })
})

test('asked for nothing, what is there stays', () => {
  expect(chooseReach(given, {})).toEqual(given)
})

test.each<[string, Reachable | undefined, ReachWishes, Reachable]>([
  [
    'a domain and an address',
    undefined,
    { domain: 'Team.Example.', listen: '192.0.2.7' },
    { port: 8443, domain: 'team.example', listen: '192.0.2.7' },
  ],
  ['every address', team, { listen: '::' }, { ...team, listen: '::' }],
  ['an address in brackets', team, { listen: '[2001:DB8::1]' }, { ...team, listen: '2001:db8::1' }],
  ['loopback is no address for others', team, { listen: '127.0.0.1' }, { port: 443, domain: 'team.example' }],
  ['--no-listen', given, { listen: false }, { port: 443, domain: 'team.example', certificate: given.certificate }],
  ['--no-tls-cert', given, { tlsCert: false }, team],
  [
    'another domain: the certificate was for the old one',
    given,
    { domain: 'b.example' },
    { ...team, domain: 'b.example' },
  ],
  ['back to this machine alone', given, { domain: 'localhost' }, { port: 443, domain: 'localhost' }],
  ['a certificate', team, { tlsCert: '/etc/c.pem', tlsKey: '/etc/k.pem' }, given],
])('%s', (_what, present, wishes, expected) => {
  expect(chooseReach(present, wishes)).toEqual(expected)
})

test.each<[ReachWishes, RegExp]>([
  [{ domain: '192.0.2.7' }, /is an address/],
  [{ domain: 'lab' }, /no dot/],
  [{ domain: '*.team.example' }, /pattern/],
  [{ domain: 'team_1.example' }, /no domain name/],
  [{ domain: 'a.localhost' }, /own machine/],
  [{ domain: `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.example` }, /no domain name/],
  [{ listen: '192.0.2.7' }, /without a domain/],
  [{ domain: 'team.example', listen: 'host.example' }, /no IP address/],
  [{ domain: 'team.example', tlsCert: 'c.pem' }, /belong together/],
  [{ domain: 'team.example', tlsKey: 'k.pem' }, /belong together/],
  [{ tlsCert: 'c.pem', tlsKey: 'k.pem' }, /for a domain/],
])('%j is refused with a next step', (wishes, message) => {
  expect(() => chooseReach(undefined, wishes)).toThrow(
    expect.objectContaining({ message: expect.stringMatching(message), nextStep: expect.stringMatching(/\S/) }),
  )
})
