import { describe, expect, test } from 'vitest'
import { appOrigin, identityHost, labelOfClient } from './identity-hosts.ts'

const config = {
  endpoint: 'https://localhost:8443',
  browserEndpoint: 'http://carrel.localhost:8444',
  installation: { domain: 'localhost' },
} as Parameters<typeof identityHost>[0]

test.each([
  ['https', 'localhost:8443', 'server'],
  ['https', '127.0.0.1:8443', 'server'],
  ['http', 'CARREL.localhost:8444', 'server'],
  ['http', 'localhost:8444', 'server'],
  ['http', 'ada-lab.localhost:8444', 'app'],
])('%s://%s is a %s', (protocol, host, kind) => {
  expect(identityHost(config, protocol, host)?.kind).toBe(kind)
})

test.each([
  ['http', 'localhost:8443'],
  ['https', 'localhost:8444'],
  ['http', 'localhost'],
  ['http', 'evil.example:8444'],
  ['http', 'a.b.localhost:8444'],
  ['http', 'xn--mnchen-lab-9db.localhost:8444'],
  ['http', '-a.localhost:8444'],
  ['http', 'localhost.:8444'],
  ['http', 'user@localhost:8444'],
  ['http', 'localhost:8444/path'],
  ['http', 'ada-lab.localhost:8444, localhost:8444'],
  ['http', ''],
])('%s://%s is not ours', (protocol, host) => {
  expect(identityHost(config, protocol, host)).toBeUndefined()
})

describe('under a domain', () => {
  const team = {
    endpoint: 'https://carrel.team.example',
    browserEndpoint: 'https://carrel.team.example',
    installation: { domain: 'team.example' },
  } as Parameters<typeof identityHost>[0]

  test.each([
    ['https', 'carrel.team.example', 'server'],
    ['https', 'team.example', 'server'],
    ['https', 'localhost', 'server'],
    ['https', 'ada-lab.team.example', 'app'],
  ])('%s://%s is a %s', (protocol, host, kind) => {
    expect(identityHost(team, protocol, host)?.kind).toBe(kind)
  })

  test.each([
    ['http', 'carrel.team.example'],
    ['https', 'carrel.team.example:8443'],
    ['https', 'ada-lab.localhost'],
    ['https', 'a.ada-lab.team.example'],
    ['https', 'team.example.evil.example'],
  ])('%s://%s is not ours', (protocol, host) => {
    expect(identityHost(team, protocol, host)).toBeUndefined()
  })

  test('an app’s origin has no port where the scheme has one', () => {
    expect(appOrigin(team, 'ada-lab')).toBe('https://ada-lab.team.example')
  })
})

test('an app’s client is known by its label, and its origin follows from it', () => {
  expect(labelOfClient('app:ada-lab')).toBe('ada-lab')
  expect(appOrigin(config, 'ada-lab')).toBe('http://ada-lab.localhost:8444')
  for (const id of ['ada-lab', 'app:', 'app:a.b', 'app:carrel', 'app:A', 'app:a/b'])
    expect(labelOfClient(id)).toBeUndefined()
})
