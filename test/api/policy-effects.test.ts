// What policies do to requests: through every verb and door, at every scope, for everybody.

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { makeCompute, show } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { assign, define, policyVersion, ruleOf } from '../support/policies.ts'

const computes = 'Microsoft.MachineLearningServices/workspaces/computes'
const refused = [403, 'RequestDisallowedByPolicy']
const isCompute = { field: 'type', equals: computes }
const hasNoOwner = { allOf: [isCompute, { field: "tags['owner']", exists: 'false' }] }

async function put(server: TestServer, id: string, body: object = { location: 'eastus', properties: {} }) {
  const answer = await server.call('PUT', `${id}?${apiVersion}`, body)
  return [answer.status, answer.body.error?.code] as const
}

describe('deny', () => {
  test('refuses an Owner too, says which policy and why, and how to go on', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const definition = await define(server, 'owners', { ...ruleOf(hasNoOwner, 'deny'), displayName: 'Name an owner' })
    await assign(server, definition, {
      displayName: 'Everybody names an owner',
      nonComplianceMessages: [{ message: 'Tag it with the one who answers for it.' }],
    })
    const { status, body } = await server.call('PUT', `${computeId('ana')}?${apiVersion}`, computeBody())
    expect(status).toBe(403)
    expect(body.error).toMatchObject({ code: 'RequestDisallowedByPolicy', target: 'ana' })
    expect(body.error.message).toContain('Tag it with the one who answers for it.')
    expect(body.error.message).toContain('ask whoever governs the scope')
    expect(body.error.additionalInfo).toMatchObject([
      {
        type: 'PolicyViolation',
        info: {
          policyDefinitionDisplayName: 'Name an owner',
          policyDefinitionEffect: 'deny',
          policyAssignmentDisplayName: 'Everybody names an owner',
          policyAssignmentScope: server.subscription,
          evaluationDetails: {
            evaluatedExpressions: [
              {
                result: 'True',
                expressionKind: 'Field',
                expression: 'type',
                operator: 'Equals',
                targetValue: computes,
              },
              { result: 'True', expression: "tags['owner']", operator: 'Exists' },
            ],
          },
        },
      },
    ])
    const tagged = { ...computeBody(), tags: { OWNER: 'ana' } }
    expect(await put(server, computeId('ana'), tagged)).toEqual([201, undefined])
  })

  test.each([
    ['PATCH', '', { tags: {} }],
    ['PUT', '/providers/Microsoft.Resources/tags/default', { properties: { tags: {} } }],
    [
      'PATCH',
      '/providers/Microsoft.Resources/tags/default',
      { operation: 'Delete', properties: { tags: { owner: 'ana' } } },
    ],
    ['DELETE', '/providers/Microsoft.Resources/tags/default', undefined],
    ['PUT', '', computeBody()],
  ])('%s%s cannot take away what a rule asks for', async (method, below, body) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const id = computeId('ana')
    await put(server, id, { ...computeBody(), tags: { owner: 'ana' } })
    await server.settle()
    await assign(server, await define(server, 'owners', ruleOf(hasNoOwner, 'deny')))
    const answer = await server.call(method, `${id}${below}?${apiVersion}`, body)
    expect([answer.status, answer.body.error.code]).toEqual(refused)
    expect((await show(server, id)).body.tags).toEqual({ owner: 'ana' })
  })

  test('judges an action by what the instance would become, and lets stop and start be', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const id = computeId('ana')
    await makeCompute(server, id)
    const starts = { field: `${computes}/schedules.computeStartStop[*].action`, equals: 'Start' }
    const any = { count: { field: `${computes}/schedules.computeStartStop[*]`, where: starts }, greater: 0 }
    await assign(server, await define(server, 'no-starts', ruleOf(any, 'deny')))
    await assign(server, await define(server, 'nothing', ruleOf(isCompute, 'deny')), { name: 'nothing' })
    const schedule = { triggerType: 'Cron', action: 'Start', status: 'Enabled', cron: { expression: '0 8 * * *' } }
    const answer = await server.call('POST', `${id}/updateSchedules?${apiVersion}`, { computeStartStop: [schedule] })
    expect([answer.status, answer.body.error.code]).toEqual(refused)
    for (const verb of ['stop', 'start', 'restart']) {
      expect((await server.call('POST', `${id}/${verb}?${apiVersion}`)).status).toBe(202)
      await server.settle()
    }
    const sso = await server.call('POST', `${id}/enableSso?${apiVersion}`, { enableSSO: true })
    expect(sso.body.error.code).toBe('RequestDisallowedByPolicy')
  })

  test('a rule that cannot be evaluated refuses and says so', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const broken = { allOf: [isCompute, { value: "[substring(field('name'), 0, 99)]", equals: 'x' }] }
    await assign(server, await define(server, 'broken', ruleOf(broken, 'audit')))
    const { status, body } = await server.call('PUT', `${computeId('ana')}?${apiVersion}`, computeBody())
    expect([status, body.error.code]).toEqual(refused)
    expect(body.error.message).toContain('could not be evaluated')
  })

  test('through a deployment too', async () => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    const noOwner = {
      allOf: [
        { field: 'type', like: '*/workspaces' },
        { field: 'tags.owner', exists: false },
      ],
    }
    await assign(server, await define(server, 'owners', ruleOf(noOwner, 'deny')))
    const resource = {
      type: 'Microsoft.MachineLearningServices/workspaces',
      apiVersion: '2023-04-01',
      name: 'by-template',
    }
    const template = {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      resources: [{ ...resource, location: 'eastus', properties: {} }],
    }
    const path = `${groupId}/providers/Microsoft.Resources/deployments/d1`
    await server.call('PUT', `${path}?api-version=2021-04-01`, { properties: { mode: 'Incremental', template } })
    for (let turn = 0; turn < 5; turn++) await server.settle()
    const found = await server.call('GET', `${path}?api-version=2021-04-01`)
    expect(JSON.stringify(found.body)).toContain('RequestDisallowedByPolicy')
    expect((await server.call('GET', `${groupId}/providers/${resource.type}/by-template?${apiVersion}`)).status).toBe(
      404,
    )
  })
})

test('deny keeps a role from being given, to whomever by whomever', async () => {
  await using server = await startTestServer()
  const { objectId } = await server.principal(undefined)
  const type = 'Microsoft.Authorization/roleAssignments'
  const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
  const isOwner = {
    allOf: [
      { field: 'type', equals: type },
      { field: `${type}/roleDefinitionId`, like: `*/${owner}` },
    ],
  }
  await assign(server, await define(server, 'no-owners', ruleOf(isOwner, 'deny')))
  const give = async (role: string) => {
    const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${role}`
    const path = `${server.subscription}/providers/${type}/${randomUUID()}?api-version=2022-04-01`
    const answer = await server.call('PUT', path, { properties: { roleDefinitionId, principalId: objectId } })
    return [answer.status, answer.body.error?.code]
  }
  expect(await give(owner)).toEqual(refused)
  expect(await give('acdd72a7-3385-48ef-bd42-f606fba81ae7')).toEqual([201, undefined])
})

describe('scopes', () => {
  test('an assignment binds what is at and below it, less its notScopes', async () => {
    await using server = await startTestServer()
    const one = await makeWorkspace(server, 'one')
    const two = await makeWorkspace(server, 'two')
    const definition = await define(server, 'nothing', ruleOf(isCompute, 'deny'))
    await assign(server, definition, { notScopes: [two.groupId] })
    expect(await put(server, one.computeId('ana'), computeBody())).toEqual(refused)
    expect(await put(server, two.computeId('bob'), computeBody())).toEqual([201, undefined])
    await assign(server, definition, { notScopes: [one.groupId, two.groupId] })
    expect(await put(server, one.computeId('ana'), computeBody())).toEqual([201, undefined])
    await assign(server, definition, { scope: one.workspaceId })
    expect(await put(server, one.computeId('cy'), computeBody())).toEqual(refused)
  })

  test('DoNotEnforce refuses nothing and is told in the states', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const definition = await define(server, 'nothing', ruleOf(isCompute, 'deny'))
    await assign(server, definition, { enforcementMode: 'DoNotEnforce' })
    expect(await put(server, computeId('ana'), computeBody())).toEqual([201, undefined])
    expect(await statesAt(server, computeId('ana'))).toEqual(['NonCompliant'])
  })

  test('mode Indexed leaves groups and what has no location alone', async () => {
    await using server = await startTestServer()
    const everything = ruleOf({ field: 'tags.owner', exists: false }, 'deny')
    await assign(server, await define(server, 'indexed', { ...everything, mode: 'indexed' }))
    const group = `${server.subscription}/resourceGroups/lab`
    expect(await put(server, group, { location: 'eastus' })).toEqual([201, undefined])
    const workspace = `${group}/providers/Microsoft.MachineLearningServices/workspaces/ws1`
    expect(await put(server, workspace)).toEqual(refused)
    await assign(server, await define(server, 'all', everything), { name: 'all' })
    expect(await put(server, `${server.subscription}/resourceGroups/other`, { location: 'eastus' })).toEqual(refused)
  })

  test('policies and locks can always be mended', async () => {
    await using server = await startTestServer()
    await makeWorkspace(server)
    const definition = await define(server, 'nothing', ruleOf({ field: 'type', like: '*' }, 'deny'))
    expect((await assign(server, definition)).status).toBe(201)
    expect((await assign(server, definition, { enforcementMode: 'DoNotEnforce' })).status).toBe(201)
    const id = `${server.subscription}/providers/Microsoft.Authorization/policyAssignments/assigned`
    expect((await server.call('DELETE', `${id}?${policyVersion}`)).status).toBe(200)
  })

  test('an exemption lets a scope off until it expires, and takes the right at the assignment', async () => {
    await using server = await startTestServer()
    const { groupId, computeId } = await makeWorkspace(server)
    await assign(server, await define(server, 'nothing', ruleOf(isCompute, 'deny')))
    const policyAssignmentId = `${server.subscription}/providers/Microsoft.Authorization/policyAssignments/assigned`
    const path = `${groupId}/providers/Microsoft.Authorization/policyExemptions/off?api-version=2022-07-01-preview`
    const expiresOn = new Date(server.clock.now() + 3_600_000).toISOString()
    const properties = { policyAssignmentId, exemptionCategory: 'Waiver', expiresOn }
    const owner = await server.principal('Owner', groupId)
    const asOwner = await server.call('PUT', path, { properties }, { token: owner.token })
    expect([asOwner.status, asOwner.body.error.code]).toEqual([403, 'AuthorizationFailed'])
    expect(asOwner.body.error.message).toContain('policyAssignments/exempt/action')
    expect((await server.call('PUT', path, { properties })).status).toBe(201)
    expect(await put(server, computeId('ana'), computeBody())).toEqual([201, undefined])
    expect(await statesAt(server, computeId('ana'))).toEqual(['Exempt'])
    server.clock.advance(3_600_001)
    expect(await put(server, computeId('bob'), computeBody())).toEqual(refused)
  })
})

describe('modify and append', () => {
  test('modify adds, replaces and removes tags, and what was changed is what is judged', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const operations = [
      { operation: 'add', field: 'tags.env', value: 'dev' },
      { operation: 'addOrReplace', field: "tags['group']", value: '[resourceGroup().name]' },
      { operation: 'Remove', field: 'tags.old' },
      { operation: 'add', field: 'tags.never', value: 'x', condition: "[equals(field('name'), 'else')]" },
    ]
    await assign(server, await define(server, 'tags', ruleOf(isCompute, 'modify', { operations })))
    await assign(
      server,
      await define(server, 'owners', ruleOf({ allOf: [isCompute, { field: 'tags.env', exists: false }] }, 'deny')),
      { name: 'judge' },
    )
    const id = computeId('ana')
    expect(await put(server, id, { ...computeBody(), tags: { env: 'prod', group: 'x', old: '1' } })).toEqual([
      201,
      undefined,
    ])
    expect((await show(server, id)).body.tags).toEqual({ env: 'prod', group: 'lab' })
    await server.settle()
    await server.call('PATCH', `${id}?${apiVersion}`, { tags: { mine: 'y' } })
    expect((await show(server, id)).body.tags).toEqual({ mine: 'y', env: 'dev', group: 'lab' })
  })

  test('append to a list adds an element, and not a second time', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const cron = { expression: '0 22 * * *', timeZone: 'UTC' }
    const value = { triggerType: 'Cron', action: 'Stop', status: 'Enabled', cron }
    const details = [{ field: `${computes}/schedules.computeStartStop[*]`, value }]
    await assign(server, await define(server, 'stop', ruleOf(isCompute, 'append', details)))
    const own = {
      triggerType: 'Cron',
      action: 'Start',
      status: 'Enabled',
      cron: { expression: '0 8 * * *', timeZone: 'UTC' },
    }
    const id = computeId('ana')
    await put(server, id, computeBody({ schedules: { computeStartStop: [own] } }))
    const shown = (await show(server, id)).body
    expect(shown.properties.properties.schedules.computeStartStop).toMatchObject([own, value])
    await server.settle()
    const { schedules } = shown.properties.properties
    expect(await put(server, id, computeBody({ schedules }))).toEqual([200, undefined])
    expect((await show(server, id)).body.properties.properties.schedules.computeStartStop).toHaveLength(2)
  })

  test('append refuses what asks for another value', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const details = [{ field: 'tags.env', value: 'dev' }]
    await assign(server, await define(server, 'env', ruleOf(isCompute, 'append', details)))
    expect(await put(server, computeId('ana'), { ...computeBody(), tags: { env: 'prod' } })).toEqual(refused)
    expect(await put(server, computeId('ana'), { ...computeBody(), tags: { env: 'DEV' } })).toEqual([201, undefined])
  })

  test('a change of tags keeps all that a rule knows nothing of, where it changes more', async () => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    const type = 'Microsoft.Storage/storageAccounts'
    const account = `${groupId}/providers/${type}/data1`
    const properties = { dnsEndpointType: 'Standard', defaultToOAuthAuthentication: true, minimumTlsVersion: 'TLS1_0' }
    const version = 'api-version=2022-05-01'
    const body = { location: 'eastus', sku: { name: 'Standard_LRS' }, kind: 'StorageV2', properties }
    const made = await server.call('PUT', `${account}?${version}`, body)
    expect([200, 201, 202]).toContain(made.status)
    await server.settle()
    const operations = [{ operation: 'addOrReplace', field: `${type}/minimumTlsVersion`, value: 'TLS1_2' }]
    await assign(server, await define(server, 'tls', ruleOf({ field: 'type', equals: type }, 'modify', { operations })))
    const tags = `${account}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01`
    expect((await server.call('PUT', tags, { properties: { tags: { a: 'b' } } })).body.error).toBeUndefined()
    const { body: shown } = await server.call('GET', `${account}?${version}`)
    expect(shown).toMatchObject({ tags: { a: 'b' }, properties: { ...properties, minimumTlsVersion: 'TLS1_2' } })
  })

  test('two that want different values refuse, unless one gives way', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const wants = (value: string, conflictEffect = 'deny') =>
      ruleOf(isCompute, 'modify', {
        conflictEffect,
        operations: [{ operation: 'addOrReplace', field: 'tags.env', value }],
      })
    await assign(server, await define(server, 'one', wants('one')), { name: 'one' })
    await assign(server, await define(server, 'two', wants('two')), { name: 'two' })
    expect(await put(server, computeId('ana'), computeBody())).toEqual(refused)
    await define(server, 'two', wants('two', 'audit'))
    expect(await put(server, computeId('ana'), computeBody())).toEqual([201, undefined])
    expect((await show(server, computeId('ana'))).body.tags).toEqual({ env: 'one' })
  })

  test('what a policy makes of a request is held to what the request is held to', async () => {
    await using server = await startTestServer()
    const { groupId, computeId } = await makeWorkspace(server)
    const type = 'Microsoft.Network/virtualNetworks'
    const network = `${groupId}/providers/${type}/net`
    const subnet = (name: string, at: number) => ({ name, properties: { addressPrefix: `10.0.${at}.0/24` } })
    const addressSpace = { addressPrefixes: ['10.0.0.0/16'] }
    const body = { location: 'eastus', properties: { addressSpace, subnets: [subnet('a', 0), subnet('b', 1)] } }
    expect(await put(server, network, body)).toEqual([201, undefined])
    await put(server, computeId('ana'), computeBody({ subnet: { id: `${network}/subnets/a` } }))
    const operations = [{ operation: 'addOrReplace', field: `${type}/subnets`, value: [subnet('b', 1)] }]
    await assign(server, await define(server, 'b', ruleOf({ field: 'type', equals: type }, 'modify', { operations })))
    const answer = await server.call('PUT', `${network}?${apiVersion}`, body)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'InUseSubnetCannotBeDeleted'])
    expect(answer.body.error.message).toContain('/policyAssignments/assigned')
  })

  test('what a policy adds and is not offered is refused in its name', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const operations = [{ operation: 'addOrReplace', field: `${computes}/enableRootAccess`, value: false }]
    await assign(server, await define(server, 'no-root', ruleOf(isCompute, 'modify', { operations })))
    const { status, body } = await server.call('PUT', `${computeId('ana')}?${apiVersion}`, computeBody())
    expect(status).toBe(400)
    expect(body.error.message).toContain('/policyAssignments/assigned')
    expect(body.error.message).toContain('enableRootAccess')
  })
})

test('denyAction keeps an instance from being deleted, by itself and with its group', async () => {
  await using server = await startTestServer()
  const { groupId, computeId } = await makeWorkspace(server)
  const id = computeId('ana')
  await makeCompute(server, id)
  await assign(server, await define(server, 'keep', ruleOf(isCompute, 'denyAction', { actionNames: ['delete'] })))
  for (const target of [id, groupId]) {
    const answer = await server.call('DELETE', `${target}?${apiVersion}&underlyingResourceAction=Delete`)
    expect([answer.status, answer.body.error.code]).toEqual(refused)
    expect(answer.body.error.message).toContain('may not be deleted')
  }
  await assign(server, await define(server, 'keep', ruleOf(isCompute, 'disabled')))
  expect((await server.call('DELETE', `${id}?${apiVersion}&underlyingResourceAction=Delete`)).status).toBe(202)
})

test('the activity log tells of what was audited and of what was refused', async () => {
  await using server = await startTestServer()
  const { computeId } = await makeWorkspace(server)
  await assign(server, await define(server, 'look', ruleOf(hasNoOwner, 'audit')), { name: 'look' })
  await put(server, computeId('ana'), computeBody())
  await assign(server, await define(server, 'owners', ruleOf(hasNoOwner, 'deny')), { name: 'owners' })
  await put(server, computeId('bob'), computeBody())
  const path = `${server.subscription}/providers/Microsoft.Insights/eventtypes/management/values`
  const filter = encodeURIComponent("eventTimestamp ge '2000-01-01T00:00:00Z'")
  const { body } = await server.call('GET', `${path}?api-version=2015-04-01&$filter=${filter}`)
  const events = body.value as {
    authorization: { action: string }
    status: { value: string }
    level: string
    description: string
  }[]
  const told = events.filter(({ authorization }) => authorization.action.includes('/policies/'))
  expect(told.map(({ authorization, status, level }) => [authorization.action, status.value, level])).toEqual([
    ['Microsoft.Authorization/policies/deny/action', 'Failed', 'Error'],
    ['Microsoft.Authorization/policies/audit/action', 'Succeeded', 'Warning'],
  ])
  expect(told[1]?.description).toContain('/policyAssignments/look')
})

async function statesAt(server: TestServer, id: string): Promise<string[]> {
  const path = `${id}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults?api-version=2019-10-01`
  const { body } = await server.call('POST', path)
  return body.value.map(({ complianceState }: { complianceState: string }) => complianceState)
}
