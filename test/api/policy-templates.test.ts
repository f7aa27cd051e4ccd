// Policies in templates, and templates against policies.

import { mkdtemp, realpath, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { later } from '../support/arm-steps.ts'
import { startTestServer } from '../support/harness.ts'
import { assign, define, ruleOf } from '../support/policies.ts'

const computes = 'Microsoft.MachineLearningServices/workspaces/computes'
const isCompute = { field: 'type', equals: computes }

test('a template at the subscription writes a definition and assigns it', async () => {
  await using server = await startTestServer()
  const { computeId } = await makeWorkspace(server)
  const rule = {
    if: { allOf: [isCompute, { field: 'name', equals: "[[parameters('forbidden')]" }] },
    // biome-ignore lint/suspicious/noThenProperty: a rule is written so
    then: { effect: 'deny' },
  }
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: [
      {
        ...{ type: 'Microsoft.Authorization/policyDefinitions', apiVersion: '2020-03-01', name: 'by-template' },
        properties: { mode: 'All', parameters: { forbidden: { type: 'String' } }, policyRule: rule },
      },
      {
        ...{ type: 'Microsoft.Authorization/policyAssignments', apiVersion: '2019-09-01', name: 'by-template' },
        dependsOn: ["[subscriptionResourceId('Microsoft.Authorization/policyDefinitions', 'by-template')]"],
        properties: {
          policyDefinitionId: "[subscriptionResourceId('Microsoft.Authorization/policyDefinitions', 'by-template')]",
          parameters: { forbidden: { value: 'ana' } },
        },
      },
    ],
  }
  const path = `${server.subscription}/providers/Microsoft.Resources/deployments/policies?api-version=2021-04-01`
  await server.call('PUT', path, { location: 'eastus', properties: { mode: 'Incremental', template } })
  await later(server, 10_000, 10)
  expect((await server.call('GET', path)).body.properties).toMatchObject({ provisioningState: 'Succeeded' })
  expect((await server.call('PUT', `${computeId('ana')}?${apiVersion}`, computeBody())).status).toBe(403)
  expect((await server.call('PUT', `${computeId('bob')}?${apiVersion}`, computeBody())).status).toBe(201)
})

test('validating a template says what a policy would refuse, and tells the activity log of nothing', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const type = 'Microsoft.MachineLearningServices/workspaces'
  const noOwner = {
    allOf: [
      { field: 'type', equals: type },
      { field: 'tags.owner', exists: false },
    ],
  }
  await assign(server, await define(server, 'owners', ruleOf(noOwner, 'deny')))
  const resource = { type, apiVersion: '2023-04-01', name: 'new', location: 'eastus', properties: {} }
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: [resource],
  }
  const path = `${groupId}/providers/Microsoft.Resources/deployments/d1/validate?api-version=2021-04-01`
  const validated = await server.call('POST', path, { properties: { mode: 'Incremental', template } })
  expect(JSON.stringify(validated.body)).toContain('RequestDisallowedByPolicy')
  const filter = encodeURIComponent("eventTimestamp ge '2000-01-01T00:00:00Z'")
  const log = `${server.subscription}/providers/Microsoft.Insights/eventtypes/management/values`
  const { body } = await server.call('GET', `${log}?api-version=2015-04-01&$filter=${filter}`)
  expect(JSON.stringify(body)).not.toContain('policies/deny/action')
})

test('a rule for everything does not hold up a template of what it allows', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  await assign(server, await define(server, 'owners', ruleOf({ field: 'tags.owner', exists: false }, 'deny')))
  const type = 'Microsoft.MachineLearningServices/workspaces'
  const resource = {
    type,
    apiVersion: '2023-04-01',
    name: 'new',
    location: 'eastus',
    tags: { owner: 'ana' },
    properties: {},
  }
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: [resource],
  }
  const path = `${groupId}/providers/Microsoft.Resources/deployments/d1?api-version=2021-04-01`
  expect((await server.call('PUT', path, { properties: { mode: 'Incremental', template } })).status).toBe(201)
  await later(server, 10_000, 10)
  expect((await server.call('GET', path)).body.properties).toMatchObject({ provisioningState: 'Succeeded' })
})

test('what Carrel has beside Azure is bound too', async () => {
  await using server = await startTestServer()
  const { workspaceId } = await makeWorkspace(server)
  await assign(server, await define(server, 'azure-alone', ruleOf({ field: 'type', like: 'Carrel.*' }, 'deny')))
  const path = `${workspaceId}/providers/Carrel.Files/datastores/data?api-version=2026-11-01`
  const hostPath = await realpath(await mkdtemp(join(tmpdir(), 'carrel-policy-')))
  const { status, body } = await server.call('PUT', path, { properties: { hostPath } })
  await rmdir(hostPath)
  expect([status, body.error.code]).toEqual([403, 'RequestDisallowedByPolicy'])
})
