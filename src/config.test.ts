import { expect, test } from 'vitest'
import { configFor, type Installation } from './config.ts'

const addresses = (reach: Partial<Installation>) => {
  const { endpoint, localEndpoint, browserEndpoint } = configFor(
    { port: 8443, domain: 'localhost', ...reach } as Installation,
    '/data',
  )
  return { endpoint, localEndpoint, browserEndpoint }
}

test('on one machine browsers have plain HTTP beside the API', () => {
  expect(addresses({})).toEqual({
    endpoint: 'https://localhost:8443',
    localEndpoint: 'https://localhost:8443',
    browserEndpoint: 'http://carrel.localhost:8444',
  })
})

test('under a domain there is one address, and loopback for the machine itself', () => {
  expect(addresses({ domain: 'team.example', port: 443 })).toEqual({
    endpoint: 'https://carrel.team.example',
    localEndpoint: 'https://localhost',
    browserEndpoint: 'https://carrel.team.example',
  })
})
