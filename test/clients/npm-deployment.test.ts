// Deployments with Azure's npm package @azure/arm-resources 5, unmodified, against the running product.

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { type NpmClients, startNpmClients } from './npm/start-npm-clients.ts'

const ml = 'Microsoft.MachineLearningServices'
const quickstart = join(import.meta.dirname, '../../../shared/specs/templates/compute-instance')

let product: Product
let npm: NpmClients
let group: string

beforeAll(async () => {
  product = await startProduct()
  npm = startNpmClients(product.facts)
  group = product.facts.resourceGroup
})
afterAll(async () => {
  await npm?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

function workspaceTemplate(name: string, friendlyName = 'From a template') {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { word: { type: 'secureString', defaultValue: '' } },
    resources: [
      { type: `${ml}/workspaces`, apiVersion: '2023-04-01', name, location: 'eastus', properties: { friendlyName } },
    ],
    outputs: { made: { type: 'string', value: `[reference('${name}').friendlyName]` } },
  }
}

describe('@azure/arm-resources 5', () => {
  test('deploys, and reads and lists what came of it', async () => {
    const template = workspaceTemplate('npm-made')
    const properties = { mode: 'Incremental' as const, template, parameters: { word: { value: 'never-shown' } } }
    expect(await npm.call('deploymentExists', group, 'npm')).toBe(false)
    expect(await npm.call('validateDeployment', group, 'npm', { properties })).toMatchObject({
      properties: { provisioningState: 'Succeeded' },
    })
    const made = await npm.call('deploy', group, 'npm', { properties })
    expect(made).toMatchObject({
      name: 'npm',
      properties: {
        provisioningState: 'Succeeded',
        outputs: { made: { type: 'String', value: 'From a template' } },
        correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        duration: expect.stringMatching(/^PT/),
        providers: [{ namespace: ml }],
      },
    })
    expect(JSON.stringify(made)).not.toContain('never-shown')
    expect(await npm.call('deploymentExists', group, 'npm')).toBe(true)
    expect((await npm.call('listDeployments', group)).map(({ name }) => name)).toEqual(['npm'])
    const [operation] = await npm.call('listDeploymentOperations', group, 'npm')
    expect(operation?.properties).toMatchObject({ provisioningState: 'Succeeded', provisioningOperation: 'Create' })
    expect(await npm.call('getDeploymentOperation', group, 'npm', operation?.operationId ?? '')).toEqual(operation)
    expect(await npm.call('exportTemplate', group, 'npm')).toEqual({ template })
    const { templateHash } = await npm.call('templateHash', template)
    expect(made.properties?.templateHash).toBe(templateHash)
    await npm.call('deleteDeployment', group, 'npm')
    expect(await npm.call('deploymentExists', group, 'npm')).toBe(false)
  })

  test('what-if tells what would be created and what would change', async () => {
    const ask = (friendlyName: string) => {
      const template = workspaceTemplate('npm-changed', friendlyName)
      return npm.call('whatIf', group, 'ask', { properties: { mode: 'Incremental', template } })
    }
    const before = await ask('One')
    expect(before.changes?.find(({ resourceId }) => resourceId.endsWith('npm-changed'))?.changeType).toBe('Create')
    const template = workspaceTemplate('npm-changed', 'One')
    await npm.call('deploy', group, 'changed', { properties: { mode: 'Incremental', template } })
    const changeOf = (result: typeof before) =>
      result.changes?.find(({ resourceId }) => resourceId.endsWith('npm-changed'))
    expect(changeOf(await ask('One'))?.changeType).toBe('NoChange')
    expect(changeOf(await ask('Two'))).toMatchObject({
      changeType: 'Modify',
      // The client takes every value for an object, and a word apart.
      delta: [{ path: 'properties.friendlyName', propertyChangeType: 'Modify' }],
    })
  })

  test('a deployment that fails says which resource and why, and one that is not there is not there', async () => {
    const template = { ...workspaceTemplate('x'), outputs: {} }
    await expect(
      npm.call('deploy', group, 'failing', { properties: { mode: 'Incremental', template } }),
    ).rejects.toMatchObject({ refusal: { message: expect.stringContaining('InvalidWorkspaceName') } })
    await expect(npm.call('getDeployment', group, 'none')).rejects.toMatchObject({ refusal: { statusCode: 404 } })
  })

  test('cancels a deployment that runs: what had begun goes on, nothing more begins', async () => {
    // Its script takes longer than the test: the deployment runs until it is canceled.
    const creationScript = { scriptSource: 'inline', scriptData: Buffer.from('sleep 3000').toString('base64') }
    const desk = {
      type: `${ml}/workspaces/computes`,
      apiVersion: '2023-04-01',
      name: `${product.facts.workspace}/npm-canceled`,
      location: 'eastus',
      properties: {
        computeType: 'ComputeInstance',
        properties: { vmSize: 'STANDARD_DS1_V2', setupScripts: { scripts: { creationScript } } },
      },
    }
    const { resources, ...rest } = workspaceTemplate('npm-never')
    const after = resources.map((each) => ({ ...each, dependsOn: ['npm-canceled'] }))
    const template = { ...rest, outputs: {}, resources: [desk, ...after] }
    await npm.call('startDeployment', group, 'ended', { properties: { mode: 'Incremental', template } })
    await npm.call('cancelDeployment', group, 'ended')
    expect((await npm.call('getDeployment', group, 'ended')).properties?.provisioningState).toBe('Canceled')
    await expect(npm.call('cancelDeployment', group, 'ended')).rejects.toMatchObject({ refusal: { statusCode: 409 } })
    const place = { group, workspace: 'npm-never' }
    await expect(npm.call('getWorkspace', place)).rejects.toMatchObject({ refusal: { statusCode: 404 } })
  })

  test('deploys to the subscription', async () => {
    const template = {
      $schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      resources: [
        { type: 'Microsoft.Resources/resourceGroups', apiVersion: '2021-04-01', name: 'npm-group', location: 'eastus' },
      ],
    }
    const body = { location: 'eastus', properties: { mode: 'Incremental' as const, template } }
    expect(await npm.call('deployToSubscription', 'groups', body)).toMatchObject({
      properties: { provisioningState: 'Succeeded' },
    })
    expect(await npm.call('groupExists', 'npm-group')).toBe(true)
  })

  test.skipIf(!existsSync(quickstart))(
    'CI-26, CI-56, CI-57: the quickstart of a compute instance deploys unmodified',
    async () => {
      const read = async (file: string) => JSON.parse(await readFile(join(quickstart, file), 'utf8'))
      const { parameters } = await read('azuredeploy.parameters.json')
      Object.assign(parameters, {
        workspaceName: { value: product.facts.workspace },
        computeName: { value: 'npm-template' },
        objectId: { value: product.facts.admin.objectId },
        vmSize: { value: 'Standard_DS1_v2' },
      })
      const template = await read('azuredeploy.json')
      const made = await npm.call('deploy', group, 'instance', {
        properties: { mode: 'Incremental', template, parameters },
      })
      expect(made.properties?.provisioningState).toBe('Succeeded')
      const place = { group, workspace: product.facts.workspace }
      expect(await npm.call('getCompute', place, 'npm-template')).toMatchObject({
        properties: { properties: { state: 'Running', vmSize: 'STANDARD_DS1_V2' } },
      })
    },
  )
})
