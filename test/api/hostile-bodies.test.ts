// Hostile bodies: a 4xx in ARM's shape, never a 5xx, and nothing made. Numbers are those of the standing list of attacks.

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { makeCompute } from '../support/arm-steps.ts'
import { type Answer, startTestServer, type TestServer } from '../support/harness.ts'

let server: TestServer
let compute: string
let workspace: string
let group: string

beforeAll(async () => {
  server = await startTestServer()
  const place = await makeWorkspace(server)
  group = place.groupId
  workspace = place.workspaceId
  compute = place.computeId('one')
  await makeCompute(server, compute)
})
afterAll(() => server[Symbol.asyncDispose]())

function refused(answer: Answer, status = 400): void {
  expect(answer.status).toBe(status)
  expect(answer.body.error).toMatchObject({ code: expect.stringMatching(/^[A-Za-z]+$/), message: expect.any(String) })
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(answer.headers['x-ms-request-id']).toEqual(expect.any(String))
  expect(answer.headers['x-ms-correlation-request-id']).toEqual(expect.any(String))
}

const put = (raw: string | Buffer, options: { headers?: Record<string, string> } = {}) =>
  server.call('PUT', `${compute}?${apiVersion}`, undefined, { raw, ...options })

describe('a body (18)', () => {
  const members = Array.from({ length: 100_000 }, (_, index) => `"m${index}":1`).join(',')
  test.each<[string, string | Buffer]>([
    ['that breaks off', '{"location":"eastus"'],
    ['with a bare key, as only deployments take it', '{"location":"eastus", properties:{}}'],
    ['with a comment', '{"location":"eastus" /* x */}'],
    ['with a trailing comma', '{"location":"eastus",}'],
    ['with single quotes', "{'location':'eastus'}"],
    ['that is no JSON at all', '<xml/>'],
    ['that is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['that is UTF-16', Buffer.from('{"location":"eastus"}', 'utf16le')],
    ['with NUL in a text', '{"location":"east\\u0000us"}'],
    ['with NUL in a name', '{"a\\u0000b":1}'],
    ['with NUL outside', '{"location":"eastus"}\0'],
    ['that would set the prototype', '{"location":"eastus","__proto__":{"isAdmin":true}}'],
    ['that would set a prototype deep down', '{"properties":{"properties":{"__proto__":{"vmSize":"x"}}}}'],
    ['nested a hundred deep', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`],
    ['nested a million deep', '['.repeat(1_000_000)],
    [
      'with 10^5 members in a place that is read',
      `{"location":"eastus","properties":{"computeType":"ComputeInstance","properties":{${members}}}}`,
    ],
    ['with 10^5 tags', `{"location":"eastus","tags":{${members.replaceAll(':1', ':""')}}}`],
    ['with 10^6 members', `[${Array.from({ length: 1_000_000 }, () => '1').join(',')}]`],
    ['that is null where it must not be', 'null'],
    ['that is a list', '[]'],
    ['that is a text', '"x"'],
    ['that is a number', '1e400'],
    ['that is empty', '{}'],
    ['with a number for a text', '{"location":7}'],
    ['with a list for an object', '{"location":"eastus","properties":[]}'],
    ['with an object for a text', '{"location":{"toString":"x"}}'],
    ['with tags that are no texts', '{"location":"eastus","tags":{"a":{"b":"c"}}}'],
  ])('%s is refused', async (_, raw) => {
    refused(await put(raw))
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  test('larger than 4 MiB is refused before it is read', async () => {
    refused(await put(Buffer.alloc(4 * 1024 * 1024 + 1, 0x20)), 413)
    refused(await put('{}', { headers: { 'content-length': '99999999999' } }), 413)
  })

  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    '',
    ';;;',
    'x'.repeat(500),
  ])('called %j is read as JSON or refused', async (type) => {
    const answer = await put('<xml/>', { headers: { 'content-type': type } })
    expect(answer.status).toBeOneOf([400, 415])
    refused(answer, answer.status)
    const good = JSON.stringify(computeBody())
    expect((await put(good, { headers: { 'content-type': type } })).status).toBeOneOf([200, 400, 415])
  })

  test('that breaks off or lies about its length does not stay open for ever', async () => {
    const lying = await put('{}', { headers: { 'content-length': '1' } })
    expect(lying.status).toBeOneOf([200, 400])
  })

  test('with markup is shown as data, in a type a browser does not run', async () => {
    const markup = '<script>alert(1)</script>\u001b[31m'
    const answer = await server.call('PUT', `${compute}?${apiVersion}`, { ...computeBody(), tags: { x: markup } })
    expect([answer.status, answer.body.tags.x]).toEqual([200, markup])
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  })
})

describe('bodies nobody thought of', () => {
  /** Near what is meant, so that it gets past the first check, and far from it in places. */
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(null, '', 'eastus', 'Enabled', [], {}, -1, 1e308, '\ud800', '__proto__'),
  )
  const near = fc.record(
    {
      location: fc.oneof(fc.constant('eastus'), value),
      tags: value,
      identity: value,
      sku: value,
      kind: value,
      properties: fc.oneof(
        value,
        fc.record(
          {
            computeType: fc.oneof(fc.constant('ComputeInstance'), value),
            description: value,
            friendlyName: value,
            principalId: value,
            roleDefinitionId: fc.oneof(fc.constant('x/acdd72a7-3385-48ef-bd42-f606fba81ae7'), value),
            disableLocalAuth: value,
            properties: fc.oneof(
              value,
              fc.record(
                {
                  vmSize: fc.oneof(fc.constantFrom('STANDARD_A1_V2', 'STANDARD_NC6'), value),
                  sshSettings: fc.oneof(
                    value,
                    fc.record({ sshPublicAccess: value, adminPublicKey: value }, { requiredKeys: [] }),
                  ),
                  personalComputeInstanceSettings: fc.oneof(
                    value,
                    fc.record({ assignedUser: fc.oneof(value, fc.record({ objectId: value, tenantId: value })) }),
                  ),
                  schedules: value,
                  setupScripts: value,
                  applicationSharingPolicy: value,
                  subnet: value,
                  customServices: value,
                },
                { requiredKeys: [] },
              ),
            ),
          },
          { requiredKeys: [] },
        ),
      ),
    },
    { requiredKeys: [] },
  )

  test('are never the server’s fault, at any PUT, PATCH or POST', async () => {
    const id = '11111111-2222-3333-4444-555555555555'
    const places: [string, string][] = [
      ['PUT', `${server.subscription}/resourceGroups/fuzzed`],
      ['PUT', `${group}/providers/Microsoft.MachineLearningServices/workspaces/fuzzed`],
      ['PUT', `${workspace}/computes/fuzzed`],
      ['PUT', compute],
      ['PUT', `${group}/providers/Microsoft.Authorization/roleAssignments/${id}`],
      ['PATCH', group],
      ['PATCH', workspace],
      ['PATCH', compute],
      ['POST', `${compute}/start`],
      ['POST', `${workspace}/checkComputeNameAvailability`],
      ['POST', '/providers/Carrel.Identity/servicePrincipals'],
    ]
    const version = (path: string) => (path.includes('Carrel') ? 'api-version=2026-11-01' : apiVersion)
    await fc.assert(
      fc.asyncProperty(fc.oneof(near, fc.jsonValue()), async (body) => {
        for (const [method, path] of places) {
          const answer = await server.call(method, `${path}?${version(path)}`, undefined, { raw: JSON.stringify(body) })
          if (answer.status >= 500)
            throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
          expect(answer.body?.error?.code ?? 'none').toEqual(expect.any(String))
        }
      }),
      { numRuns: 150 },
    )
    await server.settle()
    const shown = await server.call('GET', `${compute}?${apiVersion}`)
    expect(shown.body.properties.properties.vmSize).toBe('STANDARD_D2_V2')
  })

  test('nor are queries', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('api-version', '$top', '$skipToken', '$filter', '$expand', 'underlyingResourceAction'),
        fc.string({ unit: 'binary', maxLength: 60 }),
        async (name, text) => {
          const query = `${encodeURIComponent(name)}=${encodeURIComponent(text.toWellFormed())}`
          for (const path of [
            `${workspace}/computes`,
            `${group}/providers/Microsoft.Authorization/roleAssignments`,
            `${server.subscription}/resourceGroups`,
            '/subscriptions',
          ])
            for (const full of [`${path}?${apiVersion}&${query}`, `${path}?${query}&${apiVersion}`])
              expect((await server.call('GET', full)).status).toBeLessThan(500)
        },
      ),
      { numRuns: 100 },
    )
  })
})
