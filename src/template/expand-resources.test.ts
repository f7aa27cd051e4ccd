import { describe, expect, test } from 'vitest'
import {
  account,
  accountId,
  bodyOf,
  context,
  group,
  plan,
  refusalOf,
  seeds,
  waits,
} from '../../test/support/template-plans.ts'
import type { JsonObject } from './json-values.ts'
import { planDeployment } from './plan-deployment.ts'

describe('resources', () => {
  test('a body is everything but what is said to the deployment, and null is absent', () => {
    const made = plan({
      parameters: { vnet: { type: 'string', defaultValue: '' } },
      variables: {
        subnet: { id: "[resourceId(parameters('vnet'), 'Microsoft.Network/virtualNetworks/subnets', '', '')]" },
      },
      resources: [
        account('a', {
          comments: 'x',
          condition: true,
          dependsOn: [],
          location: '[resourceGroup().location]',
          sku: { name: 'S' },
          plan: "[json('null')]",
          properties: {
            subnet: "[if(not(empty(parameters('vnet'))), variables('subnet'), json('null'))]",
            gone: null,
            kept: [null, { x: null, y: 1 }],
            fromObject: "[createObject('a', null(), 'b', 2)]",
            text: '[[not an expression]',
            '[[name]': "[concat('x', 'y')]",
            "[concat('made')]": 1,
          },
        }),
      ],
    })
    expect(made.steps).toMatchObject([
      {
        id: accountId('a'),
        type: 'Microsoft.Storage/storageAccounts',
        name: 'a',
        apiVersion: '2021-04-01',
        path: 'resources[0]',
        dependsOn: [],
      },
    ])
    expect(bodyOf(made.steps[0])).toEqual({
      location: 'eastus',
      sku: { name: 'S' },
      properties: {
        kept: [null, { y: 1 }],
        fromObject: { b: 2 },
        text: '[not an expression]',
        '[name]': 'xy',
        made: 1,
      },
    })
  })

  test('ids: children, nested children, extensions, groups, other groups for deployments', () => {
    const nested = {
      type: 'Microsoft.Network/virtualNetworks',
      apiVersion: "[providers('Microsoft.Network', 'virtualNetworks').apiVersions[0]]",
      name: 'v',
      resources: [
        { type: 'subnets', apiVersion: '1', name: 's' },
        { type: 'Microsoft.Network/virtualNetworks/subnets', apiVersion: '1', name: 'v/t' },
        { type: 'Microsoft.Authorization/locks', apiVersion: '1', name: 'Microsoft.Authorization/l' },
      ],
    }
    const made = plan({
      resources: [
        nested,
        {
          type: 'Microsoft.Storage/storageAccounts/providers/roleAssignments',
          apiVersion: '1',
          name: 'a/Microsoft.Authorization/r',
        },
        {
          type: 'Microsoft.Authorization/locks',
          apiVersion: '1',
          name: 'k',
          scope: 'Microsoft.Storage/storageAccounts/a',
        },
        { type: 'Microsoft.Resources/deployments', apiVersion: '1', name: 'd', resourceGroup: 'other', properties: {} },
        { type: 'Microsoft.Resources/deployments', apiVersion: '1', name: 'e', subscriptionId: 's2', properties: {} },
      ],
    })
    const base = `${group}/providers`
    expect(made.steps.map(({ id, type, name }) => ({ id, type, name }))).toEqual([
      { id: `${base}/Microsoft.Network/virtualNetworks/v`, type: 'Microsoft.Network/virtualNetworks', name: 'v' },
      {
        id: `${base}/Microsoft.Network/virtualNetworks/v/subnets/s`,
        type: 'Microsoft.Network/virtualNetworks/subnets',
        name: 'v/s',
      },
      {
        id: `${base}/Microsoft.Network/virtualNetworks/v/subnets/t`,
        type: 'Microsoft.Network/virtualNetworks/subnets',
        name: 'v/t',
      },
      {
        id: `${base}/Microsoft.Network/virtualNetworks/v/providers/Microsoft.Authorization/locks/l`,
        type: 'Microsoft.Authorization/locks',
        name: 'l',
      },
      {
        id: `${base}/Microsoft.Storage/storageAccounts/a/providers/Microsoft.Authorization/roleAssignments/r`,
        type: 'Microsoft.Authorization/roleAssignments',
        name: 'r',
      },
      {
        id: `${base}/Microsoft.Storage/storageAccounts/a/providers/Microsoft.Authorization/locks/k`,
        type: 'Microsoft.Authorization/locks',
        name: 'k',
      },
      {
        id: '/subscriptions/s1/resourceGroups/other/providers/Microsoft.Resources/deployments/d',
        type: 'Microsoft.Resources/deployments',
        name: 'd',
      },
      {
        id: '/subscriptions/s2/providers/Microsoft.Resources/deployments/e',
        type: 'Microsoft.Resources/deployments',
        name: 'e',
      },
    ])
    expect(made.steps[0]?.apiVersion).toBe('2024-01-01')
    expect(waits(made)).toMatchObject({ 'v/s': ['v'], 'v/t': ['v'], l: ['v'] })
  })

  test('at a subscription: groups, and deployments into them that wait for them', () => {
    const { resourceGroup: _, ...where } = context
    const made = plan(
      {
        resources: [
          {
            type: 'Microsoft.Resources/deployments',
            apiVersion: '1',
            name: 'd',
            resourceGroup: 'g1',
            properties: { mode: 'Incremental' },
          },
          {
            type: 'Microsoft.Resources/resourceGroups',
            apiVersion: '1',
            name: 'g1',
            location: '[deployment().location]',
          },
          account('x', { dependsOn: ["[resourceId('Microsoft.Resources/resourceGroups', 'g1')]"] }),
        ],
      },
      {},
      { ...where, deployment: { name: 'deploy1', location: 'westus' } },
    )
    expect(made.steps.map(({ id }) => id)).toEqual([
      '/subscriptions/s1/resourceGroups/g1',
      '/subscriptions/s1/resourceGroups/g1/providers/Microsoft.Resources/deployments/d',
      '/subscriptions/s1/providers/Microsoft.Storage/storageAccounts/x',
    ])
    expect(waits(made)).toEqual({ g1: [], d: ['g1'], x: ['g1'] })
    expect(bodyOf(made.steps[0])).toEqual({ location: 'westus' })
    const inside = refusalOf(() =>
      plan({ outputs: { o: { type: 'string', value: '[resourceGroup().name]' } } }, {}, where),
    )
    expect(inside.message).toContain('the deployment is one of the subscription')
  })

  test.each<[string, JsonObject, string]>([
    [
      'a name with too few segments',
      { type: 'A.B/c/d', name: 'x', apiVersion: '1' },
      "The name 'x' needs 2 segments for the type 'A.B/c/d', and has 1.",
    ],
    ['no type', { name: 'x', apiVersion: '1' }, 'A resource needs its type.'],
    ['no api-version', { type: 'A.B/c', name: 'x' }, 'A resource needs its apiVersion.'],
    ['an empty name', { type: 'A.B/c/d', name: 'x/', apiVersion: '1' }, 'has an empty segment'],
    [
      'a condition that is none',
      { type: 'A.B/c', name: 'x', apiVersion: '1', condition: 'perhaps' },
      'A condition is true or false',
    ],
    [
      'an unknown dependency',
      { type: 'A.B/c', name: 'x', apiVersion: '1', dependsOn: ['nobody'] },
      "dependsOn names 'nobody', which the template does not declare",
    ],
    [
      'a state in its condition',
      { type: 'A.B/c', name: 'x', apiVersion: '1', condition: "[reference('y').on]" },
      'nothing is deployed yet here',
    ],
    [
      'its own state',
      { type: 'A.B/c', name: 'x', apiVersion: '1', properties: { a: "[reference('x').on]" } },
      "The resource 'x' refers to its own state.",
    ],
    [
      'too many copies',
      { type: 'A.B/c', name: 'x', apiVersion: '1', copy: { name: 'l', count: 801 } },
      'an integer from 0 to 800, not 801',
    ],
    [
      'copies of one name',
      { type: 'A.B/c', name: 'x', apiVersion: '1', copy: { name: 'l', count: 2 } },
      'put copyIndex() into the name',
    ],
    [
      'an extension',
      { type: 'A.B/c', name: 'x', apiVersion: '1', import: 'kubernetes' },
      "The 'import' of a resource is not offered",
    ],
    [
      'copyIndex outside of loops',
      { type: 'A.B/c', name: '[copyIndex()]', apiVersion: '1' },
      'stands outside of any loop',
    ],
  ])('refused: %s', (_name, resource, reason) => {
    const { code, message } = refusalOf(() => plan({ resources: [resource] }))
    expect(code).toBe('InvalidTemplate')
    expect(message).toContain(reason)
  })

  test('a file of parameters given for a template is told apart', () => {
    const $schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#'
    expect(refusalOf(() => plan({ $schema })).message).toContain('a file of parameters, not a template')
  })

  test('the form is checked as a whole', () => {
    const { detail } = refusalOf(() =>
      plan({ parameters: [], variables: 'x', resources: ['y'], outputs: { o: {} }, functions: [{}], extensions: {} }),
    )
    expect(detail.details).toHaveLength(6)
    expect(refusalOf(() => planDeployment({ template: [], parameters: {}, context, seeds })).message).toContain(
      'not an array',
    )
    const many = Object.fromEntries(Array.from({ length: 257 }, (_, index) => [`p${index}`, { type: 'int' }]))
    expect(refusalOf(() => plan({ parameters: many })).message).toContain('257 parameters; 256 are allowed')
  })
})

describe('loops of resources', () => {
  test('run count times, with the offset and the name, the count from text', () => {
    const made = plan(
      {
        parameters: { n: { type: 'string' } },
        resources: [
          account("[concat('a', copyIndex(1), copyindex('Loop'))]", {
            copy: { name: 'loop', count: "[int(parameters('n'))]" },
            properties: {
              copy: [{ name: 'disks', count: 2, input: { lun: "[copyIndex('disks')]", of: '[copyIndex()]' } }],
            },
          }),
          account('after', { dependsOn: ['loop'] }),
        ],
      },
      { n: { value: '2' } },
    )
    expect(made.steps.map(({ name }) => name)).toEqual(['a10', 'a21', 'after'])
    expect(bodyOf(made.steps[1])).toEqual({
      properties: {
        disks: [
          { lun: 0, of: 1 },
          { lun: 1, of: 1 },
        ],
      },
    })
    expect(waits(made)).toEqual({ a10: [], a21: [], after: ['a10', 'a21'] })
  })

  test('serial ones wait batch by batch, and none at all may run', () => {
    const made = plan({
      resources: [
        account("[format('a{0}', copyIndex())]", { copy: { name: 'loop', count: 5, mode: 'Serial', batchSize: 2 } }),
        account("[format('b{0}', copyIndex())]", { copy: { name: 'none', count: 0 } }),
        account('after', { dependsOn: ['none'] }),
      ],
    })
    expect(waits(made)).toEqual({ a0: [], a1: [], a2: ['a0', 'a1'], a3: ['a0', 'a1'], a4: ['a2', 'a3'], after: [] })
  })
})
