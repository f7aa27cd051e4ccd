import { expect, test } from 'vitest'
import { checkOrigin } from './check-origin.ts'

const origin = 'http://a-lab.localhost:8444'

function verdict(method: string, headers: Record<string, string>, isUpgrade = false): 'passes' | 'refused' {
  return checkOrigin({ method, headers, isUpgrade, origin }) === undefined ? 'passes' : 'refused'
}

test.each([
  [{ origin }, 'passes'],
  [{ origin, 'sec-fetch-site': 'same-origin' }, 'passes'],
  [{ 'sec-fetch-site': 'same-origin' }, 'passes'],
  [{ 'sec-fetch-site': 'none' }, 'passes'],
  [{}, 'refused'],
  [{ origin: 'null' }, 'refused'],
  [{ origin: '' }, 'refused'],
  [{ origin: 'http://b-lab.localhost:8444' }, 'refused'],
  [{ origin: 'https://a-lab.localhost:8444' }, 'refused'],
  [{ origin: 'http://a-lab.localhost' }, 'refused'],
  [{ origin: `${origin}.evil.example` }, 'refused'],
  [{ origin, 'sec-fetch-site': 'same-site' }, 'refused'],
  [{ origin, 'sec-fetch-site': 'cross-site' }, 'refused'],
  [{ 'sec-fetch-site': 'same-site' }, 'refused'],
  [{ referer: `${origin}/` }, 'refused'],
])('an unsafe request and a WebSocket with %j: %s', (headers, expected) => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) expect(verdict(method, headers)).toBe(expected)
  expect(verdict('GET', headers, true)).toBe(expected)
})

test.each([
  [{}, 'passes'],
  [{ 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }, 'passes'],
  [{ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }, 'passes'],
  [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, 'passes'],
  [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }, 'refused'],
  [{ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'frame' }, 'refused'],
  [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }, 'refused'],
  [{ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors', origin: 'http://b-lab.localhost:8444' }, 'refused'],
])('a GET with %j: %s', (headers, expected) => {
  expect(verdict('GET', headers)).toBe(expected)
})
