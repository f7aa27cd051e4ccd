// Who may do what: every registered operation by everybody, against a table written by hand (`access/cases.ts`).

import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWorkspace } from '../support/arm-paths.ts'
import { makeCompute } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { type AccessCase, acceptedGaps, accessCases, promisedActions, type Rank } from './access/cases.ts'
import { filled, makeNames, type Somebody, send } from './access/stage.ts'

const ranks: readonly Rank[] = ['nobody', 'reader', 'contributor', 'owner', 'root']
const roles = { reader: 'Reader', contributor: 'Contributor', owner: 'Owner' } as const

let server: TestServer
const people = new Map<Rank, Somebody>()

beforeAll(async () => {
  server = await startTestServer()
  const { computeId } = await makeWorkspace(server)
  await makeCompute(server, computeId('compute'), { vmSize: 'STANDARD_A1_V2' })
  for (const rank of ranks) people.set(rank, await somebody(rank))
  await server.settle()
})
afterAll(() => server[Symbol.asyncDispose]())

describe.each(accessCases)('$operation', (one) => {
  test('anonymous: 401', async () => {
    const { status } = await send(server, one, { ...personOf('nobody'), token: null })
    expect(status).toBe(401)
  })

  test.each(ranks)('%s', async (rank) => {
    const isAllowed = ranks.indexOf(rank) >= ranks.indexOf(one.from)
    const { status, body } = await sendAs(one, rank)
    expect(status).toBe(isAllowed ? one.ok : (one.refused ?? 403))
    if (status === 403 && !one.operation.startsWith('HEAD')) {
      expect(body.error.code).toBe('AuthorizationFailed')
      expect(body.error.message).toContain(`object id '${personOf(rank).objectId}'`)
      expect(body.error.message).toContain(`action '${one.action}'`)
      expect(body.error.message).toContain(`scope '${filled(one.scope ?? one.path, personOf(rank).names)}'`)
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
            !/^(HEAD|GET events|GET nextFirings|GET (?:wait|nodes|queue|history)|POST skipNextFiring|POST retrySetup|POST setup(?:Script|Task)Log|POST listSetupTaskFiles) | Carrel\.Identity\/|Authorization\/(locks|policySetDefinitions|policyExemptions)$| Microsoft\.PolicyInsights\/|Insights\/(eventcategories|metrics|metricDefinitions)$| Microsoft\.CostManagement\/query$| Carrel\.Files\/datastores$| Microsoft\.OperationalInsights\/workspaces$| Microsoft\.Resources\/deployments\/whatIf(Results|Statuses)$/.test(
              name,
            ),
        ),
    ).toEqual([
      'POST collection Microsoft.MachineLearningServices/workspaces/checkComputeNameAvailability',
      'POST enableSso Microsoft.MachineLearningServices/workspaces/computes',
    ])
  })
})

async function somebody(rank: Rank): Promise<Somebody> {
  const role = rank === 'nobody' || rank === 'root' ? undefined : roles[rank]
  const { token, objectId } = await server.principal(role)
  return { token: rank === 'root' ? undefined : token, objectId, names: await makeNames(server, rank) }
}

function sendAs(one: AccessCase, rank: Rank) {
  return send(server, one, personOf(rank))
}

function personOf(rank: Rank): Somebody {
  const found = people.get(rank)
  if (found === undefined) throw new Error(rank)
  return found
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
  for (const file of globSync(
    '{batchai,machinelearningservices,authorization,resources,monitor,storage,keyvault,network,applicationinsights,containerregistry,msi}/**/*.json',
    { cwd: folder },
  )) {
    if (file.includes('/examples/')) continue
    const { paths = {} } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { paths?: Record<string, object> }
    for (const [path, methods] of Object.entries(paths))
      for (const method of Object.keys(methods)) found.add(normal(method, path))
  }
  return found
}
