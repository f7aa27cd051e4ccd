// Deployments of templates through the API: made, followed, shown, listed, ended and forgotten.

import { describe, expect, test } from 'vitest'
import { follow, later } from '../support/arm-steps.ts'
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
import { assign, define } from '../support/policies.ts'

const ml = 'Microsoft.MachineLearningServices'
const chain = template({
  parameters: { name: { type: 'string' } },
  resources: [
    instance("[concat(parameters('name'), '/desk')]", {
      dependsOn: [`[resourceId('${ml}/workspaces', parameters('name'))]`],
    }),
    workspace("[parameters('name')]"),
  ],
  outputs: {
    id: { type: 'string', value: `[resourceId('${ml}/workspaces', parameters('name'))]` },
    place: { type: 'string', value: "[reference(parameters('name'), '2023-04-01', 'Full').location]" },
  },
})

describe('a deployment', () => {
  test('makes what its template says, in its order, and says what it made', async () => {
    await using server = await startWithGroup()
    const put = await deploy(server, 'first', { template: chain, parameters: { name: { value: 'lab-ws' } } })
    expect(put).toMatchObject({ status: 201, body: { properties: { provisioningState: 'Accepted' } } })
    expect(await follow(server, put)).toMatchObject({ body: { status: 'InProgress' } })
    const { body } = await ended(server, 'first')
    expect(body).toMatchObject({
      id: `${group(server)}/providers/Microsoft.Resources/deployments/first`,
      name: 'first',
      type: 'Microsoft.Resources/deployments',
      properties: {
        provisioningState: 'Succeeded',
        mode: 'Incremental',
        correlationId: expect.stringMatching(/^[\da-f-]{36}$/),
        duration: expect.stringMatching(/^PT[\d.]+S$/),
        timestamp: expect.stringMatching(/Z$/),
        templateHash: expect.stringMatching(/^\d+$/),
        parameters: { name: { type: 'String', value: 'lab-ws' } },
        outputs: {
          id: { type: 'String', value: workspaceId(server, 'lab-ws') },
          place: { type: 'String', value: 'eastus' },
        },
        outputResources: [
          { id: workspaceId(server, 'lab-ws') },
          { id: `${workspaceId(server, 'lab-ws')}/computes/desk` },
        ],
        providers: [{ namespace: ml }],
        dependencies: [{ resourceName: 'lab-ws/desk', dependsOn: [{ id: workspaceId(server, 'lab-ws') }] }],
      },
    })
    expect(await follow(server, put)).toMatchObject({ body: { status: 'Succeeded' } })
    expect(await operations(server, 'first')).toEqual({ 'lab-ws': 'Succeeded', 'lab-ws/desk': 'Succeeded' })
  })

  test('its operations stand at both addresses, and each by its id', async () => {
    await using server = await startWithGroup()
    await deploy(server, 'first', { template: template({ resources: [workspace('ws1')] }) })
    await ended(server, 'first')
    const { body } = await server.call('GET', `${group(server)}/deployments/first/operations?api-version=2021-04-01`)
    const [one] = body.value
    expect(one).toMatchObject({
      id: `${group(server)}/providers/Microsoft.Resources/deployments/first/operations/${one.operationId}`,
      properties: {
        provisioningOperation: 'Create',
        provisioningState: 'Succeeded',
        statusCode: expect.stringMatching(/^(OK|Created)$/),
        targetResource: { id: workspaceId(server, 'ws1'), resourceType: `${ml}/workspaces`, resourceName: 'ws1' },
      },
    })
    expect((await server.call('GET', deployments(server, `first/operations/${one.operationId}`))).body).toEqual(one)
  })

  test('older api-versions show what they know', async () => {
    await using server = await startWithGroup()
    await deploy(server, 'first', { template: template({ resources: [] }) })
    const { body } = await ended(server, 'first')
    expect(body.properties).toHaveProperty('templateHash')
    const old = await server.call('GET', deployments(server, 'first', '2018-05-01'))
    expect(old.body.properties).not.toHaveProperty('templateHash')
    expect(old.body.properties).not.toHaveProperty('duration')
  })

  test('is looked for, listed by its state and deleted; what it made stays', async () => {
    await using server = await startWithGroup()
    expect((await server.call('HEAD', deployments(server, 'first'))).status).toBe(404)
    await deploy(server, 'first', { template: template({ resources: [workspace('ws1')] }) })
    await deploy(server, 'bad', { template: template({ resources: [workspace('x')] }) })
    await ended(server, 'bad')
    expect((await server.call('HEAD', deployments(server, 'first'))).status).toBe(204)
    const failed = await server.call('GET', `${deployments(server, '')}&$filter=provisioningState eq 'Failed'`)
    expect(failed.body.value).toMatchObject([{ name: 'bad' }])
    expect((await server.call('DELETE', deployments(server, 'first'))).status).toBe(202)
    await server.settle()
    expect((await server.call('DELETE', deployments(server, 'first'))).status).toBe(204)
    expect(await statusOf(server, workspaceId(server, 'ws1'))).toBe(200)
  })

  test('what does not depend on another begins with it; what does waits for it', async () => {
    await using server = await startWithGroup()
    const resources = [
      workspace('ws1'),
      instance('ws1/one', { dependsOn: ['ws1'] }),
      instance('ws1/two', { dependsOn: ['ws1'] }),
      instance('ws1/last', { dependsOn: ['ws1/one'] }),
    ]
    await deploy(server, 'many', { template: template({ resources }) })
    await server.settle()
    server.clock.advance(150)
    await server.settle()
    expect(await operations(server, 'many')).toEqual({ ws1: 'Succeeded', 'ws1/one': 'Running', 'ws1/two': 'Running' })
    expect((await server.call('GET', deployments(server, 'many'))).body.properties.provisioningState).toBe('Running')
    expect((await ended(server, 'many')).body.properties.provisioningState).toBe('Succeeded')
    expect(await operations(server, 'many')).toMatchObject({ 'ws1/last': 'Succeeded' })
  })

  test('the same name again is another run, and while one runs it is refused', async () => {
    await using server = await startWithGroup()
    const friendly = (friendlyName?: string) =>
      template({ resources: [workspace('ws1', { properties: friendlyName ? { friendlyName } : {} })] })
    await deploy(server, 'again', { template: friendly('One') })
    expect(await deploy(server, 'again', { template: friendly('Two') })).toMatchObject({
      status: 409,
      body: { error: { code: 'DeploymentActive' } },
    })
    expect(await server.call('DELETE', deployments(server, 'again'))).toMatchObject({ status: 409 })
    const first = (await ended(server, 'again')).body.properties
    const second = await deploy(server, 'again', { template: friendly() })
    expect(second).toMatchObject({ status: 200, body: { properties: { provisioningState: 'Accepted' } } })
    expect((await ended(server, 'again')).body.properties.templateHash).not.toBe(first.templateHash)
    // A redeployed resource is replaced as a whole: what is not said goes back to its default.
    const shown = await server.call('GET', `${workspaceId(server, 'ws1')}?api-version=2023-04-01`)
    expect(shown.body.properties.friendlyName).toBe('ws1')
  })

  test('goes on under policies, which bind what it makes', async () => {
    await using server = await startWithGroup()
    const untagged = { field: 'tags.owner', exists: false }
    const tagged = {
      effect: 'modify',
      details: {
        roleDefinitionIds: ['/providers/microsoft.authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c'],
        operations: [{ operation: 'add', field: 'tags.owner', value: 'ana' }],
      },
    }
    // biome-ignore lint/suspicious/noThenProperty: a rule is written so
    await assign(server, await define(server, 'owned', { mode: 'All', policyRule: { if: untagged, then: tagged } }))
    const asked = { template: template({ resources: [workspace('ws1')] }) }
    expect((await deploy(server, 'ruled', asked)).status).toBe(201)
    expect((await ended(server, 'ruled')).body.properties.provisioningState).toBe('Succeeded')
    expect((await deploy(server, 'ruled', asked)).status).toBe(200)
    expect((await server.call('POST', deployments(server, 'ruled/cancel'))).status).toBe(204)
    const made = await server.call('GET', `${workspaceId(server, 'ws1')}?api-version=2023-04-01`)
    expect(made.body.tags).toEqual({ owner: 'ana' })
  })

  test('a resource cannot be moved by deploying it somewhere else', async () => {
    await using server = await startWithGroup()
    await deploy(server, 'here', { template: template({ resources: [workspace('ws1')] }) })
    await ended(server, 'here')
    await deploy(server, 'there', { template: template({ resources: [workspace('ws1', { location: 'westus' })] }) })
    expect((await ended(server, 'there')).body.properties.error).toMatchObject({
      code: 'DeploymentFailed',
      details: [{ code: 'InvalidResourceLocation', target: workspaceId(server, 'ws1') }],
    })
  })

  test('to a subscription it makes groups and deploys into them', async () => {
    await using server = await startWithGroup()
    const nested = {
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2021-04-01',
      name: 'inside',
      resourceGroup: 'made',
      dependsOn: ['made'],
      properties: { mode: 'Incremental', template: template({ resources: [workspace('ws9')] }) },
    }
    const resources = [
      { type: 'Microsoft.Resources/resourceGroups', apiVersion: '2021-04-01', name: 'made', location: 'eastus' },
      nested,
    ]
    const path = `${server.subscription}/providers/Microsoft.Resources/deployments/groups?api-version=2021-04-01`
    const properties = { mode: 'Incremental', template: template({ resources }) }
    expect((await server.call('PUT', path, { properties })).body.error.code).toBe('LocationRequired')
    expect((await server.call('PUT', path, { location: 'eastus', properties })).status).toBe(201)
    await later(server, 10_000, 20)
    const shown = await server.call('GET', path)
    expect(shown.body).toMatchObject({ location: 'eastus', properties: { provisioningState: 'Succeeded' } })
    const made = `${server.subscription}/resourceGroups/made`
    expect(await statusOf(server, `${made}/providers/${ml}/workspaces/ws9`)).toBe(200)
    const listed = await server.call(
      'GET',
      `${server.subscription}/providers/Microsoft.Resources/deployments/?api-version=2021-04-01`,
    )
    expect(listed.body.value.map(({ name }: { name: string }) => name)).toEqual(['groups'])
    expect((await server.call('PUT', path, { location: 'westus', properties })).body.error.code).toBe(
      'InvalidDeploymentLocation',
    )
  })

  test('role assignments and locks of a template are made where they belong', async () => {
    await using server = await startWithGroup()
    const { objectId } = await server.principal(undefined)
    const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
    const resources = [
      workspace('ws1'),
      {
        type: 'Microsoft.Authorization/roleAssignments',
        apiVersion: '2022-04-01',
        name: "[guid('a', resourceGroup().id)]",
        properties: {
          roleDefinitionId: `[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${reader}')]`,
          principalId: objectId,
          principalType: 'ServicePrincipal',
        },
      },
      {
        type: 'Microsoft.Authorization/locks',
        apiVersion: '2020-05-01',
        name: 'kept',
        scope: "[resourceId('Microsoft.MachineLearningServices/workspaces', 'ws1')]",
        dependsOn: ['ws1'],
        properties: { level: 'CanNotDelete' },
      },
    ]
    await deploy(server, 'rights', { template: template({ resources }) })
    expect((await ended(server, 'rights')).body.properties).toMatchObject({ provisioningState: 'Succeeded' })
    const removed = await server.call('DELETE', `${workspaceId(server, 'ws1')}?api-version=2023-04-01`)
    expect(removed.body.error.code).toBe('ScopeLocked')
  })
})

describe('complete mode', () => {
  test('deletes what is in the group and not in the template, but for what is locked', async () => {
    await using server = await startWithGroup()
    const all = ['kept', 'locked', 'goes', 'kept-by-version', 'goes-by-version'].map((name) => workspace(name))
    const lock = {
      type: 'Microsoft.Authorization/locks',
      apiVersion: '2020-05-01',
      name: 'l',
      scope: "[resourceId('Microsoft.MachineLearningServices/workspaces', 'locked')]",
      properties: { level: 'CanNotDelete' },
    }
    await deploy(server, 'all', { template: template({ resources: [...all, lock] }) })
    expect((await ended(server, 'all')).body.properties.provisioningState).toBe('Succeeded')
    // What is not said to be complete adds and leaves alone.
    await deploy(server, 'none', { template: template({ resources: [] }) })
    expect((await ended(server, 'none')).body.properties.provisioningState).toBe('Succeeded')
    expect(await statusOf(server, workspaceId(server, 'goes'))).toBe(200)
    const resources = [
      workspace('kept'),
      workspace('kept-by-version', { condition: false, apiVersion: '2018-11-19' }),
      workspace('goes-by-version', { condition: false }),
    ]
    await deploy(server, 'some', { template: template({ resources }), mode: 'Complete' })
    expect((await ended(server, 'some')).body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      mode: 'Complete',
    })
    expect(await operations(server, 'some')).toEqual({
      kept: 'Succeeded',
      goes: 'Succeeded',
      'goes-by-version': 'Succeeded',
    })
    const left = await server.call('GET', `${workspaceId(server, '')}?api-version=2023-04-01`)
    expect(left.body.value.map(({ name }: { name: string }) => name)).toEqual(['kept', 'kept-by-version', 'locked'])
  })

  test('keeps what something of the template stands in', async () => {
    await using server = await startWithGroup()
    await deploy(server, 'all', { template: template({ resources: [workspace('holds'), workspace('holds-not')] }) })
    await ended(server, 'all')
    await deploy(server, 'some', { template: template({ resources: [instance('holds/desk')] }), mode: 'Complete' })
    expect((await ended(server, 'some')).body.properties.provisioningState).toBe('Succeeded')
    expect(await operations(server, 'some')).toEqual({ 'holds/desk': 'Succeeded', 'holds-not': 'Succeeded' })
    expect(await statusOf(server, `${workspaceId(server, 'holds')}/computes/desk`)).toBe(200)
  })

  test('deletes nothing while something of the template fails, and is not for subscriptions or nested deployments', async () => {
    await using server = await startWithGroup()
    await deploy(server, 'all', { template: template({ resources: [workspace('goes')] }) })
    await ended(server, 'all')
    await deploy(server, 'bad', { template: template({ resources: [workspace('x')] }), mode: 'Complete' })
    expect((await ended(server, 'bad')).body.properties.provisioningState).toBe('Failed')
    expect(await statusOf(server, workspaceId(server, 'goes'))).toBe(200)
    const path = `${server.subscription}/providers/Microsoft.Resources/deployments/s?api-version=2021-04-01`
    const properties = { mode: 'Complete', template: template({ resources: [] }) }
    expect((await server.call('PUT', path, { location: 'eastus', properties })).status).toBe(400)
    const nested = { type: 'Microsoft.Resources/deployments', apiVersion: '2021-04-01', name: 'n', properties }
    await deploy(server, 'outer', { template: template({ resources: [nested] }) })
    expect((await ended(server, 'outer')).body.properties.error.details[0].message).toContain("'Complete'")
  })
})

describe('what is refused', () => {
  const valid = template({ resources: [] })
  test.each<[string, object, RegExp]>([
    ['no template', { template: undefined }, /either 'template' or 'templateLink'/],
    ['a template that is none', { template: [] }, /properties.template/],
    ['text that is no template', { template: '{"a": }' }, /not valid JSON: .* line 1/],
    ['another mode', { mode: 'Sometimes' }, /properties.mode/],
    [
      'a deployment to fall back on',
      { template: valid, onErrorDeployment: { type: 'LastSuccessful' } },
      /'onErrorDeployment' is not offered/,
    ],
    ['a template spec', { templateLink: { id: '/subscriptions/x' } }, /'templateLink.id' is not offered/],
    [
      'debugging',
      { template: valid, debugSetting: { detailLevel: 'requestContent' } },
      /'debugSetting' is not offered/,
    ],
    [
      'a value from a vault',
      { template: valid, parameters: { a: { reference: { keyVault: {} } } } },
      /'reference', which is not offered/,
    ],
    ['an unknown member', { template: valid, colour: 'red' }, /colour|Unrecognized/],
    ['a parameter that is not declared', { template: valid, parameters: { a: { value: 1 } } }, /'a'/],
  ])('%s', async (_name, properties, message) => {
    await using server = await startWithGroup()
    const answer = await deploy(server, 'refused', properties)
    expect(answer.status).toBe(400)
    expect(answer.body.error.message).toMatch(message)
    expect((await server.call('GET', deployments(server, 'refused'))).status).toBe(404)
  })

  test('a type that is not offered fails its step, and the message names what there is', async () => {
    await using server = await startWithGroup()
    const of = (type: string) => ({ type, apiVersion: '2020-01-01', name: 'n', location: 'eastus' })
    const resources = [of('Contoso.Fruit/apples'), of(`${ml}/boxes`)]
    await deploy(server, 'unknown', { template: template({ resources }) })
    const { error } = (await ended(server, 'unknown')).body.properties
    expect(error.details).toMatchObject([
      { code: 'NoRegisteredProviderFound', message: expect.stringContaining(ml) },
      { code: 'InvalidResourceType', message: expect.stringContaining(`${ml}/workspaces`) },
    ])
  })

  test('a template with comments is read at deployments, and nowhere else', async () => {
    await using server = await startWithGroup()
    const raw = `{"properties": {"mode": "Incremental", template: { // here
      "$schema": "https://x/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [] }}}`
    expect((await server.call('PUT', deployments(server, 'raw'), undefined, { raw })).status).toBe(201)
    const elsewhere = await server.call('PUT', `${workspaceId(server, 'ws1')}?api-version=2023-04-01`, undefined, {
      raw,
    })
    expect(elsewhere).toMatchObject({ status: 400, body: { error: { code: 'InvalidRequestContent' } } })
    const deep = await server.call('PUT', deployments(server, 'deep'), undefined, { raw: '['.repeat(100_000) })
    expect(deep.status).toBe(400)
  })
})
