// Who may do what: every registered operation by everybody, against a table written by hand (`access/cases.ts`).

import { randomUUID } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace, paths } from '../support/arm-paths.ts'
import { makeCompute } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { type AccessCase, acceptedGaps, accessCases, promisedActions, type Rank } from './access/cases.ts'
import { makeDirectory } from './access/make-directory.ts'

const ranks: readonly Rank[] = ['nobody', 'reader', 'contributor', 'owner', 'root']
const roles = { reader: 'Reader', contributor: 'Contributor', owner: 'Owner' } as const

interface Somebody {
  /** Undefined: the harness's own, Owner of everything. */
  readonly token: string | undefined
  readonly objectId: string
  readonly names: Readonly<Record<string, string>>
}

let server: TestServer
const people = new Map<Rank, Somebody>()

beforeAll(async () => {
  server = await startTestServer()
  const { computeId } = await makeWorkspace(server)
  await makeCompute(server, computeId('compute'), { vmSize: 'STANDARD_A1_V2' })
  const grantee = await server.principal('Reader')
  for (const rank of ranks) people.set(rank, await somebody(rank, grantee.objectId))
  await server.settle()
})
afterAll(() => server[Symbol.asyncDispose]())

describe.each(accessCases)('$operation', (one) => {
  test('anonymous: 401', async () => {
    const { status } = await send(one, 'nobody', null)
    expect(status).toBe(401)
  })

  test.each(ranks)('%s', async (rank) => {
    const isAllowed = ranks.indexOf(rank) >= ranks.indexOf(one.from)
    const { status, body } = await send(one, rank)
    expect(status).toBe(isAllowed ? one.ok : (one.refused ?? 403))
    if (status === 403 && !one.operation.startsWith('HEAD')) {
      expect(body.error.code).toBe('AuthorizationFailed')
      expect(body.error.message).toContain(`object id '${people.get(rank)?.objectId}'`)
      expect(body.error.message).toContain(`action '${one.action}'`)
      expect(body.error.message).toContain(`scope '${filled(one.scope ?? one.path, rank)}'`)
    }
  })
})

describe('coverage', () => {
  test('every registered operation has a case, and every case an operation', () => {
    const registered = server.server.registry.operations().map(({ method, type }) => `${method} ${type}`)
    expect(accessCases.map(({ operation }) => operation).toSorted()).toEqual(registered.toSorted())
  })

  test('the registry names the action that the table expects', () => {
    const registered = server.server.registry
      .operations()
      .map(({ method, type, action }) => [`${method} ${type}`, action])
    expect(Object.fromEntries(registered)).toEqual(
      Object.fromEntries(accessCases.map(({ operation, action }) => [operation, action])),
    )
  })

  test('CI-109, CI-111: every action the contract names has an operation or is an accepted gap', () => {
    const offered = new Set(accessCases.map(({ action }) => action))
    expect(promisedActions.filter((action) => !offered.has(action))).toEqual(acceptedGaps)
  })

  const descriptions = join(import.meta.dirname, '../../../shared/specs/openapi/specification')
  test('every operation is one that the published descriptions have, or says that it has none', ({ skip }) => {
    if (!existsSync(descriptions)) {
      console.log('skipped: the published descriptions are not beside this project')
      skip()
    }
    const described = describedOperations(descriptions)
    const unknown = accessCases.filter((one) => one.described !== null && !described.has(descriptionOf(one)))
    expect(unknown.map(descriptionOf)).toEqual([])
    expect(
      accessCases
        .filter(({ described: path }) => path === null)
        .map(({ operation }) => operation)
        .filter(
          (name) =>
            !/^(HEAD|GET events) | Carrel\.Identity\/|Authorization\/locks$|Insights\/eventcategories$/.test(name),
        ),
    ).toEqual(['POST collection Microsoft.MachineLearningServices/workspaces/checkComputeNameAvailability'])
  })
})

async function somebody(rank: Rank, grantee: string): Promise<Somebody> {
  const role = rank === 'nobody' || rank === 'root' ? undefined : roles[rank]
  const { token, objectId } = await server.principal(role)
  const names = {
    subscription: server.installation.subscriptionId,
    group: 'lab',
    workspace: 'ws1',
    compute: 'compute',
    location: 'eastus',
    victim: `of-${rank}`,
    newCompute: `by-${rank}`,
    assignment: await assign(grantee),
    victimAssignment: await assign(grantee),
    newAssignment: randomUUID(),
    grantee,
    lock: await lock(`kept-${rank}`),
    victimLock: await lock(`freed-${rank}`),
    newLock: `by-${rank}`,
    ...(await makeDirectory(server, rank)),
  }
  await makeWorkspace(server, names.victim, 'ws1')
  const { computeId } = await makeWorkspace(server, 'lab', names.victim)
  await server.call(
    'PUT',
    `${computeId(names.victim).replace(`workspaces/${names.victim}`, 'workspaces/ws1')}?${apiVersion}`,
    computeBody({ vmSize: 'STANDARD_A1_V2' }),
  )
  return { token: rank === 'root' ? undefined : token, objectId, names }
}

async function lock(name: string): Promise<string> {
  const place = `${paths(server).computeId('compute')}/providers/Microsoft.Authorization/locks/${name}`
  await server.call('PUT', `${place}?api-version=2020-05-01`, { properties: { level: 'CanNotDelete' } })
  return name
}

async function assign(principalId: string): Promise<string> {
  const name = randomUUID()
  const roleDefinitionId = '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7'
  const id = `${server.subscription}/providers/Microsoft.Authorization/roleAssignments/${name}`
  await server.call('PUT', `${id}?api-version=2022-04-01`, { properties: { roleDefinitionId, principalId } })
  return name
}

function send(one: AccessCase, rank: Rank, token: string | null | undefined = people.get(rank)?.token) {
  const [method = ''] = one.operation.split(' ')
  const path = `${filled(one.path, rank)}?api-version=2026-11-01&underlyingResourceAction=Delete&${one.query ?? ''}`
  const body = one.body === undefined ? undefined : JSON.parse(filled(JSON.stringify(one.body), rank))
  return server.call(method === 'LIST' ? 'GET' : method, path, body, token === undefined ? {} : { token })
}

function filled(text: string, rank: Rank): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = people.get(rank)?.names[name]
    if (value === undefined) throw new Error(`the case names '${name}', which is nothing`)
    return value
  })
}

function descriptionOf({ operation, path, described }: AccessCase): string {
  const [method = ''] = operation.split(' ')
  return normal(method === 'LIST' ? 'GET' : method, described ?? path)
}

/** `GET /subscriptions/{}/resourcegroups`: names of parameters, case and a trailing slash do not count. */
function normal(method: string, path: string): string {
  const plain = path.replaceAll(/\{[^}]*\}/g, '{}').toLowerCase()
  return `${method.toUpperCase()} ${plain.replace(/^\/+/, '/').replace(/\/$/, '')}`
}

function describedOperations(folder: string): Set<string> {
  const found = new Set<string>()
  for (const file of globSync('{machinelearningservices,authorization,resources,monitor}/**/*.json', { cwd: folder })) {
    if (file.includes('/examples/')) continue
    const { paths = {} } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { paths?: Record<string, object> }
    for (const [path, methods] of Object.entries(paths))
      for (const method of Object.keys(methods)) found.add(normal(method, path))
  }
  return found
}
