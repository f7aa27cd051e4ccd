// What would become of a template: validate and what-if answer, and change nothing.

import { describe, expect, test } from 'vitest'
import { follow, later } from '../support/arm-steps.ts'
import {
  answered,
  deploy,
  deployments,
  ended,
  group,
  instance,
  startWithGroup,
  statusOf,
  template,
  workspace,
  workspaceId,
} from '../support/deployment-steps.ts'
import type { CallOptions, TestServer } from '../support/harness.ts'
import { assign, define, ruleOf } from '../support/policies.ts'

function validate(server: TestServer, properties: object, options: CallOptions = {}) {
  const body = { properties: { mode: 'Incremental', ...properties } }
  return server.call('POST', deployments(server, 'asked/validate'), body, options)
}

async function whatIf(server: TestServer, properties: object, options: CallOptions = {}) {
  const body = { properties: { mode: 'Incremental', ...properties } }
  const asked = await server.call('POST', deployments(server, 'asked/whatIf'), body, options)
  expect(asked.status).toBe(202)
  return { asked, answer: await answered(server, asked) }
}

const inNewWorkspace = [workspace('ws1'), instance('ws1/desk', { dependsOn: ['ws1'] })]

describe('validate', () => {
  test('answers what would be deployed, and deploys nothing', async () => {
    await using server = await startWithGroup()
    const answer = await validate(server, { template: template({ resources: inNewWorkspace }) })
    expect(answer).toMatchObject({
      status: 200,
      body: {
        properties: {
          provisioningState: 'Succeeded',
          mode: 'Incremental',
          validatedResources: [
            { id: workspaceId(server, 'ws1') },
            { id: `${workspaceId(server, 'ws1')}/computes/desk` },
          ],
        },
      },
    })
    await later(server)
    expect(await statusOf(server, workspaceId(server, 'ws1'))).toBe(404)
    expect((await server.call('GET', deployments(server, 'asked'))).status).toBe(404)
  })

  test('names every fault: bodies, types that are not offered, and what the caller may not', async () => {
    await using server = await startWithGroup()
    const resources = [
      workspace('x'),
      instance('ws1/desk', { properties: { computeType: 'ComputeInstance', properties: { vmSize: 'HUGE' } } }),
      { type: 'Contoso.Fruit/apples', apiVersion: '2020-01-01', name: 'a' },
    ]
    const { body, status } = await validate(server, { template: template({ resources }) })
    expect(status).toBe(400)
    expect(body.error).toMatchObject({
      code: 'InvalidTemplateDeployment',
      details: [
        { code: 'InvalidWorkspaceName', target: workspaceId(server, 'x') },
        { target: `${workspaceId(server, 'ws1')}/computes/desk` },
        { code: 'NoRegisteredProviderFound' },
      ],
    })
    const { token } = await server.principal('Reader')
    expect((await validate(server, { template: template({ resources: [] }) }, { token })).status).toBe(403)
  })

  test('asks after rights as whoever asks, unless told not to', async () => {
    await using server = await startWithGroup()
    const { token } = await onlyDeployments(server)
    const properties = { template: template({ resources: [workspace('ws1')] }) }
    const refused = await validate(server, properties, { token })
    expect(refused).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidTemplateDeployment', details: [{ code: 'AuthorizationFailed' }] } },
    })
    expect((await validate(server, { ...properties, validationLevel: 'ProviderNoRbac' }, { token })).status).toBe(200)
    expect((await validate(server, { ...properties, validationLevel: 'Template' }, { token })).status).toBe(200)
  })

  test('looks into deployments in the template', async () => {
    await using server = await startWithGroup()
    const nested = {
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2021-04-01',
      name: 'inner',
      properties: { mode: 'Incremental', template: template({ resources: [workspace('x')] }) },
    }
    const { body } = await validate(server, { template: template({ resources: [nested] }) })
    expect(body.error.details).toMatchObject([{ code: 'InvalidWorkspaceName', target: workspaceId(server, 'x') }])
  })

  test('of a group that is not there says so', async () => {
    await using server = await startWithGroup()
    const path = deployments(server, 'asked/validate').replace('/lab/', '/none/')
    const answer = await server.call('POST', path, { properties: { mode: 'Incremental', template: template({}) } })
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'ResourceGroupNotFound' } } })
  })
})

describe('what-if', () => {
  test('tells what would be created, changed, left and passed over', async () => {
    await using server = await startWithGroup()
    const before = ['same', 'changed', 'other'].map((name) => workspace(name, { tags: { a: 'b' } }))
    await deploy(server, 'before', { template: template({ resources: before }) })
    await ended(server, 'before')
    const changed = { tags: { a: 'c', d: 'e' }, properties: { friendlyName: 'New' } }
    const resources = [
      before[0],
      workspace('changed', changed),
      workspace('created'),
      { type: 'Contoso.Fruit/apples', apiVersion: '2020-01-01', name: 'apple' },
    ]
    const { asked, answer } = await whatIf(server, { template: template({ resources }) })
    expect(asked.headers['retry-after']).toBe('1')
    expect(answer).toMatchObject({ status: 200, body: { status: 'Succeeded' } })
    const { changes } = answer.body.properties
    const of = (name: string) => changes.find((each: { resourceId: string }) => each.resourceId.endsWith(`/${name}`))
    expect(of('same')).toMatchObject({ changeType: 'NoChange' })
    expect(of('changed')).toMatchObject({
      changeType: 'Modify',
      delta: expect.arrayContaining([
        { path: 'tags.a', propertyChangeType: 'Modify', before: 'b', after: 'c' },
        { path: 'tags.d', propertyChangeType: 'Create', after: 'e' },
        { path: 'properties.friendlyName', propertyChangeType: 'Modify', before: 'changed', after: 'New' },
      ]),
    })
    expect(of('changed').delta).toHaveLength(3)
    expect(of('created')).toMatchObject({ changeType: 'Create', after: { name: 'created', location: 'eastus' } })
    expect(of('other')).toMatchObject({ changeType: 'Ignore' })
    expect(of('apple')).toMatchObject({
      changeType: 'Unsupported',
      unsupportedReason: expect.stringContaining('Contoso'),
    })
    const status = await follow(server, asked)
    expect(status.body).toEqual({ status: 'Succeeded' })
    expect(await statusOf(server, workspaceId(server, 'created'))).toBe(404)
  })

  test('what policies would add to a new resource is told with it', async () => {
    await using server = await startWithGroup()
    const env = [{ field: 'tags.env', value: 'dev' }]
    const rule = ruleOf({ field: 'type', equals: 'Microsoft.MachineLearningServices/workspaces' }, 'append', env)
    await assign(server, await define(server, 'env', rule))
    const { answer } = await whatIf(server, { template: template({ resources: [workspace('new1')] }) })
    expect(answer.body.properties.changes).toMatchObject([{ changeType: 'Create', after: { tags: { env: 'dev' } } }])
  })

  test('in complete mode tells what would be deleted; ids alone when that is asked for', async () => {
    await using server = await startWithGroup()
    await deploy(server, 'before', { template: template({ resources: [workspace('goes')] }) })
    await ended(server, 'before')
    const whatIfSettings = { resultFormat: 'ResourceIdOnly' }
    const { answer } = await whatIf(server, { template: template({ resources: [] }), mode: 'Complete', whatIfSettings })
    expect(answer.body.properties.changes).toEqual([{ resourceId: workspaceId(server, 'goes'), changeType: 'Delete' }])
  })

  test('the answer is for whoever asked, and not for long', async () => {
    await using server = await startWithGroup()
    const { asked } = await whatIf(server, { template: template({ resources: [] }) })
    const { token } = await server.principal('Owner')
    const url = new URL(String(asked.headers['location']))
    expect((await server.call('GET', url.pathname + url.search, undefined, { token })).status).toBe(404)
    await later(server, 11 * 60_000, 1)
    expect((await follow(server, asked, 'location')).status).toBe(404)
  })

  test('a template that cannot be deployed is refused with its faults', async () => {
    await using server = await startWithGroup()
    const { answer } = await whatIf(server, { template: template({ resources: [workspace('x')] }) })
    expect(answer.body).toMatchObject({
      status: 'Failed',
      error: { code: 'InvalidTemplateDeployment', details: [{ code: 'InvalidWorkspaceName' }] },
    })
    const body = { properties: { mode: 'Incremental', template: template({ resources: 'none' }) } }
    expect((await server.call('POST', deployments(server, 'asked/whatIf'), body)).status).toBe(400)
  })
})

/** Somebody who may deploy and read, and write nothing himself. */
async function onlyDeployments(server: TestServer): Promise<{ token: string }> {
  const { token, objectId } = await server.principal('Reader')
  const role = crypto.randomUUID()
  const path = `${server.subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`
  const permissions = [{ actions: ['Microsoft.Resources/deployments/*'] }]
  const properties = { roleName: role, permissions, assignableScopes: [server.subscription] }
  await server.call('PUT', `${path}?api-version=2022-04-01`, { properties })
  const assignment = `${group(server)}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`
  await server.call('PUT', `${assignment}?api-version=2022-04-01`, {
    properties: { roleDefinitionId: path, principalId: objectId },
  })
  return { token }
}
