// What goes wrong while a deployment runs: a resource that fails, a caller who loses his rights, an end by hand, a deadline,
// and a server that is killed between any two lines.

import { describe, expect, test } from 'vitest'
import { later } from '../support/arm-steps.ts'
import {
  deploy,
  deployments,
  ended,
  group,
  instance,
  operations,
  startWithGroup,
  statusOf,
  template,
  workspace,
  workspaceId,
} from '../support/deployment-steps.ts'
import type { TestServer } from '../support/harness.ts'

const hour = 60 * 60_000
const assignments = 'providers/Microsoft.Authorization/roleAssignments'

describe('a resource that fails', () => {
  test('holds back what needs it and nothing else, and is told with its reason', async () => {
    await using server = await startWithGroup()
    const resources = [
      workspace('x'),
      workspace('needs-x', { dependsOn: ['x'] }),
      workspace('ws1'),
      instance('ws1/desk', { dependsOn: ['ws1'] }),
    ]
    const put = await deploy(server, 'mixed', { template: template({ resources }) })
    const { body } = await ended(server, 'mixed')
    expect(body.properties).toMatchObject({
      provisioningState: 'Failed',
      error: {
        code: 'DeploymentFailed',
        message: expect.stringContaining('InvalidWorkspaceName'),
        details: [{ code: 'InvalidWorkspaceName', target: workspaceId(server, 'x') }],
      },
    })
    expect(await operations(server, 'mixed')).toEqual({ x: 'Failed', ws1: 'Succeeded', 'ws1/desk': 'Succeeded' })
    const url = new URL(String(put.headers['azure-asyncoperation']))
    expect(await server.call('GET', url.pathname + url.search)).toMatchObject({
      status: 200,
      body: { status: 'Failed', error: { code: 'DeploymentFailed', details: [{ code: 'InvalidWorkspaceName' }] } },
    })
  })

  test('in its own time fails the deployment by its own reason', async () => {
    await using server = await startWithGroup()
    server.engine.knobs.failing = (method) => (method === 'ensureMachine' ? new Error('no room left') : undefined)
    const resources = [workspace('ws1'), instance('ws1/desk', { dependsOn: ['ws1'] })]
    await deploy(server, 'slow', { template: template({ resources }) })
    await later(server, 2 * hour, 40)
    const { error } = (await ended(server, 'slow')).body.properties
    expect(error.details).toMatchObject([{ target: `${workspaceId(server, 'ws1')}/computes/desk` }])
    expect(await operations(server, 'slow')).toEqual({ ws1: 'Succeeded', 'ws1/desk': 'Failed' })
  })

  test('because the template does not say what comes first is tried again while others are made', async () => {
    await using server = await startWithGroup()
    const properties = { mode: 'Incremental', template: template({ resources: [workspace('ws1')] }) }
    const maker = { type: 'Microsoft.Resources/deployments', apiVersion: '2021-04-01', name: 'maker', properties }
    // More than are begun in one look, all of which miss what comes last.
    const many = Array.from({ length: 70 }, (_, index) => instance(`ws1/desk-${index}`))
    const resources = [...many, maker]
    for (const family of ['total', 'standardDv2Family']) await server.store.setQuotaLimit('memory', family, 1_000)
    await deploy(server, 'unordered', { template: template({ resources }) })
    expect((await ended(server, 'unordered')).body.properties.provisioningState).toBe('Succeeded')
  })

  test('an output that cannot be worked out fails the deployment, and what was made stays', async () => {
    await using server = await startWithGroup()
    const outputs = { none: { type: 'string', value: "[reference('ws1').nothing]" } }
    await deploy(server, 'outputs', { template: template({ resources: [workspace('ws1')], outputs }) })
    const { error } = (await ended(server, 'outputs')).body.properties
    expect(error.details).toMatchObject([{ code: 'DeploymentOutputEvaluationFailed' }])
    expect(await statusOf(server, workspaceId(server, 'ws1'))).toBe(200)
  })
})

describe('the caller', () => {
  const resources = [
    workspace('ws1'),
    instance('ws1/desk', { dependsOn: ['ws1'] }),
    workspace('ws2', { dependsOn: ['ws1/desk'] }),
  ]

  test('without a right to one of the types gets that far and no further', async () => {
    await using server = await startWithGroup()
    const { token, objectId } = await server.principal(undefined)
    const ml = 'Microsoft.MachineLearningServices/workspaces'
    await grant(server, objectId, ['Microsoft.Resources/deployments/*', `${ml}/read`, `${ml}/write`])
    const put = await deploy(server, 'limited', { template: template({ resources }) }, { token })
    expect(put.status).toBe(201)
    const { error } = (await ended(server, 'limited')).body.properties
    expect(error.details).toMatchObject([
      {
        code: 'AuthorizationFailed',
        message: expect.stringContaining(`action '${ml}/computes/write'`),
        target: `${workspaceId(server, 'ws1')}/computes/desk`,
      },
    ])
    expect(await operations(server, 'limited')).toEqual({ ws1: 'Succeeded', 'ws1/desk': 'Failed' })
    const audited = await server.db.selectFrom('audit').selectAll().execute()
    expect(JSON.stringify(audited)).toContain(`${ml}/computes/write`)
  })

  test('whose role is taken away midway gets no further', async () => {
    await using server = await startWithGroup()
    const { token, objectId } = await server.principal('Contributor')
    await deploy(server, 'midway', { template: template({ resources }) }, { token })
    await server.settle()
    server.clock.advance(150)
    await server.settle()
    expect(await operations(server, 'midway')).toEqual({ ws1: 'Succeeded', 'ws1/desk': 'Running' })
    const held = await server.call('GET', `${server.subscription}/${assignments}?api-version=2022-04-01`)
    const one = held.body.value.find(
      (each: { properties: { principalId: string } }) => each.properties.principalId === objectId,
    )
    await server.call('DELETE', `${one.id}?api-version=2022-04-01`)
    expect((await ended(server, 'midway')).body.properties.error.details).toMatchObject([
      { code: 'AuthorizationFailed', target: workspaceId(server, 'ws2') },
    ])
    expect(await statusOf(server, workspaceId(server, 'ws2'))).toBe(404)
  })

  test('whose account is disabled midway gets no further', async () => {
    await using server = await startWithGroup()
    const { token, objectId } = await server.principal('Owner')
    await deploy(server, 'midway', { template: template({ resources }) }, { token })
    await server.db.updateTable('service_principals').set({ disabled: 1 }).where('object_id', '=', objectId).execute()
    expect((await ended(server, 'midway')).body.properties.error.details[0]).toMatchObject({
      code: 'AuthorizationFailed',
      message: expect.stringContaining('disabled'),
    })
  })
})

describe('an end', () => {
  const resources = [
    workspace('ws1'),
    instance('ws1/desk', { dependsOn: ['ws1'] }),
    workspace('ws2', { dependsOn: ['ws1/desk'] }),
  ]

  test('by hand is at once; what had begun goes on, nothing more begins', async () => {
    await using server = await startWithGroup()
    const put = await deploy(server, 'ended', { template: template({ resources }) })
    await server.settle()
    server.clock.advance(150)
    await server.settle()
    const canceled = await server.call('POST', deployments(server, 'ended/cancel'))
    expect([canceled.status, canceled.body]).toEqual([204, undefined])
    expect((await server.call('GET', deployments(server, 'ended'))).body.properties.provisioningState).toBe('Canceled')
    const url = new URL(String(put.headers['azure-asyncoperation']))
    expect((await server.call('GET', url.pathname + url.search)).body).toMatchObject({ status: 'Canceled' })
    await later(server, 60_000, 60)
    expect(await operations(server, 'ended')).toEqual({ ws1: 'Succeeded', 'ws1/desk': 'Succeeded' })
    expect(await statusOf(server, workspaceId(server, 'ws2'))).toBe(404)
    expect(await server.call('POST', deployments(server, 'ended/cancel'))).toMatchObject({
      status: 409,
      body: { error: { code: 'DeploymentCannotBeCanceled' } },
    })
    expect((await deploy(server, 'ended', { template: template({ resources }) })).status).toBe(200)
    expect((await ended(server, 'ended')).body.properties.provisioningState).toBe('Succeeded')
  })

  test('by hand ends the deployments in it', async () => {
    await using server = await startWithGroup()
    const properties = { mode: 'Incremental', template: template({ resources }) }
    const nested = { type: 'Microsoft.Resources/deployments', apiVersion: '2021-04-01', name: 'inner', properties }
    await deploy(server, 'outer', { template: template({ resources: [nested] }) })
    await later(server, 300, 2)
    await server.call('POST', deployments(server, 'outer/cancel'))
    await server.settle()
    await later(server, 60_000, 60)
    expect((await server.call('GET', deployments(server, 'inner'))).body.properties.provisioningState).toBe('Canceled')
    expect(await statusOf(server, workspaceId(server, 'ws2'))).toBe(404)
  })

  test('by its deadline is a failure with a next step', async () => {
    await using server = await startWithGroup()
    server.engine.knobs.failing = () => new Error('away')
    await deploy(server, 'late', { template: template({ resources }) })
    await server.settle()
    await server.db
      .updateTable('operations')
      .set({ deadline: server.clock.now() + 1_000 })
      .where('resource_key', 'like', '%/deployments/late')
      .execute()
    await later(server, 10_000, 20)
    const { body } = await server.call('GET', deployments(server, 'late'))
    expect(body.properties.provisioningState).toBe('Failed')
    server.engine.knobs.failing = undefined
    await later(server, hour, 20)
    expect(await statusOf(server, workspaceId(server, 'ws2'))).toBe(404)
  })

  test('of its group takes the deployment with it', async () => {
    await using server = await startWithGroup()
    await deploy(server, 'gone', { template: template({ resources }) })
    await server.settle()
    expect((await server.call('DELETE', `${group(server)}?api-version=2021-04-01`)).status).toBe(202)
    await later(server, 60_000, 60)
    expect((await server.call('GET', `${group(server)}?api-version=2021-04-01`)).status).toBe(404)
  })
})

describe('a server that is killed', () => {
  // Steps are accepted, and what was seen of them is lost before it is written.
  test('between taking steps and remembering them takes none of them twice', async () => {
    await using server = await startWithGroup()
    const names = ['a1', 'b2', 'c3'].map((name) => `ws-${name}`)
    const resources = [
      ...names.map((name) => workspace(name)),
      ...names.map((name) => instance(`${name}/desk-${name}`, { dependsOn: [name] })),
    ]
    await deploy(server, 'killed', { template: template({ resources }) })
    const key = `${group(server)}/providers/Microsoft.Resources/deployments/killed`.toLowerCase()
    for (let kill = 0; kill < 6; kill++) {
      const before = await server.store.get(key)
      await later(server, 300, 2)
      // As if the last looks had never been written.
      await server.db
        .updateTable('resources')
        .set({ observed: before?.observed === undefined ? null : JSON.stringify(before.observed), due_at: 0 })
        .where('key', '=', key)
        .execute()
    }
    expect((await ended(server, 'killed')).body.properties.provisioningState).toBe('Succeeded')
    for (const name of names)
      for (const id of [workspaceId(server, name), `${workspaceId(server, name)}/computes/desk-${name}`]) {
        const { body } = await server.call('GET', `${id}/events?api-version=2024-10-01`)
        const changes = body.value.map((event: { operationName: string }) => event.operationName)
        expect(changes.filter((verb: string) => ['Create', 'Update'].includes(verb))).toEqual(['Create'])
      }
  })
})

/** At the subscription, by a role of its own. */
async function grant(server: TestServer, principalId: string, actions: readonly string[]): Promise<void> {
  const role = crypto.randomUUID()
  const roles = `${server.subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`
  const properties = { roleName: role, permissions: [{ actions }], assignableScopes: [server.subscription] }
  await server.call('PUT', `${roles}?api-version=2022-04-01`, { properties })
  const path = `${server.subscription}/${assignments}/${crypto.randomUUID()}?api-version=2022-04-01`
  const made = await server.call('PUT', path, { properties: { roleDefinitionId: roles, principalId } })
  expect(made.status).toBe(201)
}
