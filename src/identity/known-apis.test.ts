import { expect, test } from 'vitest'
import { knownApis } from './known-apis.ts'

const endpoint = 'https://localhost:8443'
const apis = knownApis(endpoint, 'localhost')

test.each([
  [endpoint, `${endpoint}/`],
  [`${endpoint}/`, `${endpoint}/`],
  [`${endpoint}//`, `${endpoint}/`],
  ['HTTPS://Management.Azure.com/', 'https://management.azure.com/'],
  ['https://management.core.windows.net//', 'https://management.core.windows.net/'],
  ['https://ml.azure.com', 'https://ml.azure.com/'],
  ['https://graph.microsoft.com', 'https://graph.microsoft.com/'],
  ['https://graph.windows.net/', 'https://graph.windows.net/'],
])('%s is %s', (spelled, canonical) => {
  expect(apis.canonicalOf(spelled)).toBe(canonical)
  expect(apis.canonical).toContain(canonical)
})

test.each(['', 'https://vault.azure.net', `${endpoint}.evil.example`, `${endpoint}/x`])(
  '%j is none of ours',
  (name) => {
    expect(apis.canonicalOf(name)).toBeUndefined()
  },
)

test('names of one API are one API', () => {
  const kinds = Object.groupBy(apis.canonical, (name) => apis.kindOf(name))
  expect(kinds).toEqual({
    management: [`${endpoint}/`, 'https://management.azure.com/', 'https://management.core.windows.net/'],
    learning: ['https://ml.azure.com/', 'https://ml.azure.localhost/'],
    graph: ['https://graph.microsoft.com/', 'https://graph.windows.net/'],
  })
})

test('the directory takes tokens for the resource manager, and the resource manager none for the directory', () => {
  expect(apis.graphAudiences).toEqual(
    expect.arrayContaining([...apis.managementAudiences, 'https://graph.microsoft.com']),
  )
  expect(apis.managementAudiences.filter((name) => name.includes('graph'))).toEqual([])
})
