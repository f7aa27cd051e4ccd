// What policies are made of: definitions, sets, assignments and exemptions as resources, and the states of what they bind.

import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { makeCompute } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { assign, define, definitionId, policyVersion, putDefinition, ruleOf } from '../support/policies.ts'

const authorization = '/providers/Microsoft.Authorization'
const computes = 'Microsoft.MachineLearningServices/workspaces/computes'
const isCompute = { field: 'type', equals: computes }
const idle = `${authorization}/policyDefinitions/679ddf89-ab8f-48a5-9029-e76054077449`

const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [status, body.error?.code]

describe('definitions', () => {
  test('are made, changed, read, listed and taken away', async () => {
    await using server = await startTestServer()
    const properties = {
      ...{
        ...ruleOf(isCompute, "[parameters('effect')]"),
        displayName: 'Look at computes',
        description: 'All of them',
      },
      metadata: { category: 'Ours' },
      parameters: { effect: { type: 'String', defaultValue: 'audit' } },
    }
    const made = await putDefinition(server, 'look', properties)
    expect([made.status, made.body]).toMatchObject([
      201,
      {
        id: definitionId(server, 'look'),
        name: 'look',
        type: 'Microsoft.Authorization/policyDefinitions',
        properties: { ...properties, policyType: 'Custom' },
      },
    ])
    expect(made.body.properties.metadata.createdBy).toMatch(/^[\da-f-]{36}$/)
    // What a client read it sends back.
    const again = await server.call('PUT', `${made.body.id}?${policyVersion}`, made.body)
    expect(again.status).toBe(201)
    expect(again.body.properties.metadata.createdOn).toBe(made.body.properties.metadata.createdOn)
    const list = async (filter: string) => {
      const path = `${server.subscription}${authorization}/policyDefinitions?${policyVersion}&$filter=${filter}`
      return (await server.call('GET', path)).body.value.map(({ name }: { name: string }) => name)
    }
    expect(await list("policyType eq 'Custom'")).toEqual(['look'])
    expect(await list("category eq 'Ours'")).toEqual(['look'])
    expect(await list("policyType eq 'BuiltIn'")).toHaveLength(5)
    expect(await list('')).toHaveLength(6)
    expect((await server.call('DELETE', `${made.body.id}?${policyVersion}`)).status).toBe(200)
    expect(codeOf(await server.call('GET', `${made.body.id}?${policyVersion}`))).toEqual([
      404,
      'PolicyDefinitionNotFound',
    ])
    expect((await server.call('DELETE', `${made.body.id}?${policyVersion}`)).status).toBe(204)
  })

  test('that are built in can be read by everybody and written by nobody', async () => {
    await using server = await startTestServer()
    const nobody = await server.principal(undefined)
    const read = await server.call('GET', `${idle}?${policyVersion}`, undefined, { token: nobody.token })
    expect([read.status, read.body.properties.policyType]).toEqual([200, 'BuiltIn'])
    const all = await server.call('GET', `${authorization}/policyDefinitions?${policyVersion}`, undefined, {
      token: nobody.token,
    })
    expect(all.body.value).toHaveLength(5)
    expect((await server.call('PUT', `${idle}?${policyVersion}`, read.body)).status).toBe(404)
  })

  test.each([
    ['a mode for clusters', { ...ruleOf(isCompute, 'deny'), mode: 'Microsoft.Kubernetes.Data' }, 'InvalidPolicyMode'],
    ['an unknown alias', ruleOf({ field: `${computes}/nope`, exists: true }, 'deny'), 'InvalidPolicyRule'],
    ['an effect that is not offered', ruleOf(isCompute, 'deployIfNotExists', {}), 'InvalidPolicyRule'],
    ['no rule', { mode: 'All' }, 'InvalidRequestContent'],
    ['what nobody reads', { ...ruleOf(isCompute, 'deny'), colour: 'red' }, 'InvalidRequestContent'],
  ])('with %s are refused', async (_, properties, code) => {
    await using server = await startTestServer()
    expect(codeOf(await putDefinition(server, 'bad', properties))).toEqual([400, code])
  })

  test('in use stay, and stay as they are used', async () => {
    await using server = await startTestServer()
    const id = await define(server, 'used', ruleOf(isCompute, 'audit'))
    await assign(server, id)
    expect(codeOf(await server.call('DELETE', `${id}?${policyVersion}`))).toEqual([409, 'PolicyDefinitionInUse'])
    const parameters = { size: { type: 'String' } }
    expect(codeOf(await putDefinition(server, 'used', { ...ruleOf(isCompute, 'audit'), parameters }))).toEqual([
      400,
      'InvalidPolicyParameters',
    ])
  })
})

test('the aliases of a type are told with its provider, and each can be used in a rule', async () => {
  await using server = await startTestServer()
  const path = `${server.subscription}/providers/Microsoft.MachineLearningServices`
  const { body } = await server.call('GET', `${path}?api-version=2021-04-01&$expand=resourceTypes/aliases`)
  type Type = { resourceType: string; aliases: { name: string; paths: { path: string }[] }[] }
  const found = (body.resourceTypes as Type[]).find(({ resourceType }) => resourceType === 'workspaces/computes')
  expect(found?.aliases.map(({ name, paths }) => [name, paths[0]?.path])).toEqual(
    expect.arrayContaining([
      [`${computes}/computeType`, 'properties.computeType'],
      [`${computes}/schedules`, 'properties.properties.schedules'],
      [
        `${computes}/schedules.computeStartStop[*].action`,
        'properties.properties.schedules.computeStartStop[*].action',
      ],
    ]),
  )
  const anyOf = (found?.aliases ?? []).map(({ name }) => ({ field: name, exists: true }))
  expect((await putDefinition(server, 'all', ruleOf({ anyOf }, 'audit'))).status).toBe(201)
  const plain = await server.call('GET', `${path}?api-version=2021-04-01`)
  expect(JSON.stringify(plain.body)).not.toContain('aliases')
})

describe('assignments', () => {
  test('are made, changed, read, listed and taken away', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId } = await makeWorkspace(server)
    const made = await assign(server, idle, { displayName: 'Idle', parameters: { effect: { value: 'Deny' } } })
    expect([made.status, made.body]).toMatchObject([
      201,
      {
        id: `${server.subscription}${authorization}/policyAssignments/assigned`,
        properties: {
          policyDefinitionId: idle,
          scope: server.subscription,
          enforcementMode: 'Default',
          notScopes: [],
          parameters: { effect: { value: 'Deny' } },
        },
      },
    ])
    await assign(server, idle, { scope: groupId, name: 'of-group' })
    await assign(server, idle, { scope: workspaceId, name: 'of-workspace' })
    const list = async (scope: string, filter: string) => {
      const path = `${scope}${authorization}/policyAssignments?${policyVersion}&$filter=${filter}`
      const { body } = await server.call('GET', path)
      return body.value.map(({ name }: { name: string }) => name).toSorted()
    }
    expect(await list(groupId, '')).toEqual(['assigned', 'of-group', 'of-workspace'])
    expect(await list(groupId, 'atExactScope()')).toEqual(['of-group'])
    expect(await list(groupId, 'atScope()')).toEqual(['assigned', 'of-group'])
    expect(await list(server.subscription, `policyDefinitionId eq '${idle}'`)).toHaveLength(3)
    expect(await list(server.subscription, "policyDefinitionId eq 'other'")).toEqual([])
    const again = await server.call('PUT', `${made.body.id}?${policyVersion}`, made.body)
    expect(again.status).toBe(201)
    expect((await server.call('DELETE', `${made.body.id}?${policyVersion}`)).status).toBe(200)
    expect((await server.call('GET', `${made.body.id}?${policyVersion}`)).status).toBe(404)
  })

  test.each([
    ['a definition that is not there', { policyDefinitionId: '/subscriptions/x' }, [404, 'PolicyDefinitionNotFound']],
    ['a parameter that there is not', { parameters: { colour: { value: 1 } } }, [400, 'InvalidPolicyParameters']],
    ['a value that is not allowed', { parameters: { effect: { value: 'Modify' } } }, [400, 'InvalidPolicyParameters']],
    ['a value of another type', { parameters: { effect: { value: 3 } } }, [400, 'InvalidPolicyParameters']],
    ['a mode that there is not', { enforcementMode: 'Perhaps' }, [400, 'InvalidEnforcementMode']],
    ['a scope it does not reach', { notScopes: ['/subscriptions/other'] }, [400, 'InvalidNotScopes']],
    ['another version of it', { definitionVersion: '1.*.*' }, [400, 'InvalidRequestContent']],
  ])('with %s are refused', async (_, more, expected) => {
    await using server = await startTestServer()
    expect(codeOf(await assign(server, idle, more))).toEqual(expected)
  })

  test('selectors and overrides narrow whom they bind and how', async () => {
    await using server = await startTestServer()
    const { computeId, workspaceId } = await makeWorkspace(server)
    const nothing = await define(server, 'nothing', ruleOf({ field: 'name', notEquals: 'x' }, 'deny'))
    const resourceSelectors = [{ name: 'computes', selectors: [{ kind: 'resourceType', in: [computes] }] }]
    await assign(server, nothing, { resourceSelectors })
    const workspace = { location: 'eastus', properties: {} }
    expect((await server.call('PUT', `${workspaceId}?${apiVersion}`, workspace)).status).toBe(200)
    expect((await server.call('PUT', `${computeId('ana')}?${apiVersion}`, computeBody())).status).toBe(403)
    const overrides = [{ kind: 'policyEffect', value: 'audit' }]
    await assign(server, nothing, { resourceSelectors, overrides })
    expect((await server.call('PUT', `${computeId('ana')}?${apiVersion}`, computeBody())).status).toBe(201)
  })

  test('a rule of a management group is refused by name', async () => {
    await using server = await startTestServer()
    const scope = '/providers/Microsoft.Management/managementGroups/root'
    const { status, body } = await assign(server, idle, { scope })
    expect([status, body.error.code]).toEqual([400, 'InvalidPolicyScope'])
    expect(body.error.message).toContain('Management groups are not offered')
  })
})

describe('sets', () => {
  const members = (policyDefinitionId: string) => ({
    parameters: { how: { type: 'String', allowedValues: ['audit', 'deny'] } },
    policyDefinitionGroups: [{ name: 'cost' }],
    policyDefinitions: [
      {
        ...{ policyDefinitionId, policyDefinitionReferenceId: 'first', groupNames: ['cost'] },
        parameters: { effect: { value: "[parameters('how')]" } },
      },
      { policyDefinitionId: idle, policyDefinitionReferenceId: 'second' },
    ],
  })

  test('hand their parameters on, and are told and exempted from member by member', async () => {
    await using server = await startTestServer()
    const { computeId, groupId } = await makeWorkspace(server)
    const parameters = { effect: { type: 'String' } }
    const own = await define(server, 'own', { ...ruleOf(isCompute, "[parameters('effect')]"), parameters })
    const set = `${server.subscription}${authorization}/policySetDefinitions/both`
    const made = await server.call('PUT', `${set}?${policyVersion}`, { properties: members(own) })
    expect([made.status, made.body.properties.policyDefinitions]).toMatchObject([201, members(own).policyDefinitions])
    expect((await server.call('PUT', `${set}?${policyVersion}`, made.body)).status).toBe(200)
    expect(codeOf(await assign(server, set))).toEqual([400, 'InvalidPolicyParameters'])
    expect((await assign(server, set, { parameters: { how: { value: 'deny' } } })).status).toBe(201)
    const refused = await server.call('PUT', `${computeId('ana')}?${apiVersion}`, computeBody())
    expect(refused.body.error.additionalInfo[0].info).toMatchObject({
      policySetDefinitionId: set,
      policyDefinitionReferenceId: 'first',
    })
    const exemption = {
      policyAssignmentId: `${server.subscription}${authorization}/policyAssignments/assigned`,
      policyDefinitionReferenceIds: ['first'],
      exemptionCategory: 'mitigated',
    }
    const off = `${groupId}${authorization}/policyExemptions/off?api-version=2022-07-01-preview`
    expect((await server.call('PUT', off, { properties: exemption })).status).toBe(201)
    expect((await server.call('PUT', `${computeId('ana')}?${apiVersion}`, computeBody())).status).toBe(201)
    expect(await states(server, computeId('ana'))).toEqual([
      'own Exempt',
      '679ddf89-ab8f-48a5-9029-e76054077449 NonCompliant',
    ])
    expect(codeOf(await server.call('DELETE', `${set}?${policyVersion}`))).toEqual([409, 'PolicyDefinitionInUse'])
    expect(codeOf(await server.call('DELETE', `${own}?${policyVersion}`))).toEqual([409, 'PolicyDefinitionInUse'])
  })

  test.each([
    [
      'a definition that is not there',
      { policyDefinitions: [{ policyDefinitionId: '/nowhere' }] },
      'PolicyDefinitionNotFound',
    ],
    [
      'a parameter of its own that it has not',
      { policyDefinitions: [{ policyDefinitionId: idle, parameters: { effect: { value: "[parameters('how')]" } } }] },
      'InvalidPolicyRule',
    ],
    [
      'a group that there is not',
      { policyDefinitions: [{ policyDefinitionId: idle, groupNames: ['x'] }] },
      'InvalidPolicyRule',
    ],
    [
      'a parameter that there is not',
      { policyDefinitions: [{ policyDefinitionId: idle, parameters: { x: { value: 1 } } }] },
      'InvalidPolicyParameters',
    ],
    ['nothing in them', { policyDefinitions: [] }, 'InvalidRequestContent'],
  ])('with %s are refused', async (_, properties, code) => {
    await using server = await startTestServer()
    const id = `${server.subscription}${authorization}/policySetDefinitions/bad`
    expect(codeOf(await server.call('PUT', `${id}?${policyVersion}`, { properties }))).toEqual([400, code])
  })
})

describe('states', () => {
  test('of a subscription, a group, a resource, an assignment and a definition', async () => {
    await using server = await startTestServer()
    const one = await makeWorkspace(server, 'one')
    const two = await makeWorkspace(server, 'two')
    await makeCompute(server, one.computeId('ana'))
    await makeCompute(server, two.computeId('bob'))
    const named = await define(
      server,
      'named',
      ruleOf({ allOf: [isCompute, { field: 'name', equals: 'ana' }] }, 'audit'),
    )
    await assign(server, named, { scope: one.groupId, name: 'named' })
    await assign(server, idle, { name: 'idle' })
    expect(await states(server, server.subscription)).toHaveLength(3)
    expect(await states(server, two.groupId)).toEqual(['679ddf89-ab8f-48a5-9029-e76054077449 NonCompliant'])
    expect(await states(server, `${one.groupId}${authorization}/policyAssignments/named`)).toEqual([
      'named NonCompliant',
    ])
    expect(await states(server, named)).toEqual(['named NonCompliant'])
    expect(
      await states(
        server,
        server.subscription,
        "&$filter=complianceState eq 'NonCompliant' and resourceGroup eq 'two'",
      ),
    ).toHaveLength(1)
    expect(await states(server, server.subscription, '&$top=2')).toHaveLength(2)
    const summary = await insights(server, server.subscription, 'summarize')
    expect(summary.body.value[0].results).toMatchObject({ nonCompliantResources: 2, nonCompliantPolicies: 2 })
    expect((await insights(server, server.subscription, 'triggerEvaluation')).status).toBe(200)
  })

  test('auditIfNotExists asks whether something else is there', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId, computeId } = await makeWorkspace(server)
    const details = {
      type: computes,
      existenceCondition: { field: `${computes}/computeType`, equals: 'ComputeInstance' },
    }
    const isWorkspace = { field: 'type', equals: 'Microsoft.MachineLearningServices/workspaces' }
    await assign(server, await define(server, 'used', ruleOf(isWorkspace, 'auditIfNotExists', details)))
    expect(await states(server, workspaceId)).toEqual(['used NonCompliant'])
    await makeCompute(server, computeId('ana'))
    expect(await states(server, groupId)).toEqual(['used Compliant'])
  })

  test.each([
    '$apply=groupby((policyAssignmentId))',
    '$from=2020-01-01T00:00:00Z',
    '$orderby=resourceId',
    "$filter=timestamp gt '2020'",
  ])('%s is refused', async (query) => {
    await using server = await startTestServer()
    expect((await insights(server, server.subscription, 'queryResults', `&${query}`)).status).toBe(400)
  })

  test('a page is followed by the next, to the end', async () => {
    await using server = await startTestServer()
    const { workspaceId } = await makeWorkspace(server)
    const rule = await define(server, 'any', ruleOf({ field: 'type', like: '*/workspaces' }, 'audit'))
    for (let at = 0; at < 39; at++)
      await server.call('PUT', `${workspaceId}-${at}?${apiVersion}`, { location: 'eastus' })
    for (let at = 0; at < 55; at++) await assign(server, rule, { name: `a${at}` })
    const seen: string[] = []
    let path: string | undefined =
      `${server.subscription}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults?api-version=2019-10-01`
    let pages = 0
    for (; path !== undefined && pages < 9; pages++) {
      const {
        body,
      }: { body: { value: { resourceId: string; policyAssignmentName: string }[]; '@odata.nextLink'?: string } } =
        await server.call('POST', path)
      seen.push(...body.value.map(({ resourceId, policyAssignmentName }) => `${resourceId} ${policyAssignmentName}`))
      const next = body['@odata.nextLink']
      path = next === undefined ? undefined : next.slice(new URL(next).origin.length)
    }
    expect([pages, seen.length, new Set(seen).size]).toEqual([3, 40 * 55, 40 * 55])
  })
})

describe('who may', () => {
  test('a Contributor writes no policies, a Resource Policy Contributor nothing else', async () => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    const contributor = await server.principal('Contributor', server.subscription)
    const policies = await server.principal('Resource Policy Contributor', server.subscription)
    const body = { properties: ruleOf(isCompute, 'audit') }
    const path = `${definitionId(server, 'mine')}?${policyVersion}`
    expect(codeOf(await server.call('PUT', path, body, { token: contributor.token }))).toEqual([
      403,
      'AuthorizationFailed',
    ])
    expect((await server.call('PUT', path, body, { token: policies.token })).status).toBe(201)
    const assignment = `${groupId}${authorization}/policyAssignments/mine?${policyVersion}`
    const properties = { policyDefinitionId: definitionId(server, 'mine') }
    expect((await server.call('PUT', assignment, { properties }, { token: contributor.token })).status).toBe(403)
    expect((await server.call('PUT', assignment, { properties }, { token: policies.token })).status).toBe(201)
    const group = await server.call(
      'PUT',
      `${groupId}?${apiVersion}`,
      { location: 'eastus' },
      { token: policies.token },
    )
    expect(group.status).toBe(403)
  })
})

async function insights(server: TestServer, scope: string, what: string, query = '') {
  const path = `${scope}/providers/Microsoft.PolicyInsights/policyStates/latest/${what}`
  return server.call('POST', `${path}?api-version=2019-10-01${query}`)
}

async function states(server: TestServer, scope: string, query = ''): Promise<string[]> {
  const { body } = await insights(server, scope, 'queryResults', query)
  type State = { policyDefinitionName: string; complianceState: string }
  return body.value.map((each: State) => `${each.policyDefinitionName} ${each.complianceState}`)
}
