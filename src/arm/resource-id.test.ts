import { describe, expect, test } from 'vitest'
import { parseAddress, pathSegments, scopeKeysOf } from './resource-id.ts'

const group = '/subscriptions/S/resourceGroups/G'
const workspace = `${group}/providers/Microsoft.MachineLearningServices/workspaces/W`
const addressOf = (path: string) => parseAddress(pathSegments(path))

describe('addresses', () => {
  test.each([
    ['/subscriptions', { kind: 'collection', type: 'Microsoft.Resources/subscriptions', parentId: '' }],
    ['/tenants', { kind: 'collection', type: 'Microsoft.Resources/tenants', parentId: '' }],
    [
      '/subscriptions/S/resourcegroups',
      { kind: 'collection', type: 'Microsoft.Resources/subscriptions/resourcegroups', parentId: '/subscriptions/S' },
    ],
    [
      '//subscriptions//S/resourcegroups/G/',
      {
        kind: 'resource',
        type: 'Microsoft.Resources/subscriptions/resourcegroups',
        id: group,
        parentId: '/subscriptions/S',
        name: 'G',
      },
    ],
    [
      `${workspace}/computes`,
      { kind: 'collection', type: 'Microsoft.MachineLearningServices/workspaces/computes', parentId: workspace },
    ],
    [
      `${workspace}/computes/ci/start`,
      {
        kind: 'collection',
        type: 'Microsoft.MachineLearningServices/workspaces/computes/start',
        parentId: `${workspace}/computes/ci`,
      },
    ],
    [
      '/subscriptions/S/providers/Microsoft.X/locations/here/usages',
      {
        kind: 'collection',
        type: 'Microsoft.X/locations/usages',
        parentId: '/subscriptions/S/providers/Microsoft.X/locations/here',
      },
    ],
    [
      '/subscriptions/S/providers/Microsoft.X',
      {
        kind: 'resource',
        type: 'Microsoft.Resources/subscriptions/providers',
        id: '/subscriptions/S/providers/Microsoft.X',
        parentId: '/subscriptions/S',
        name: 'Microsoft.X',
      },
    ],
    [
      `${workspace}/providers/Microsoft.Authorization/roleAssignments/R`,
      {
        kind: 'resource',
        type: 'Microsoft.Authorization/roleAssignments',
        id: `${workspace}/providers/Microsoft.Authorization/roleAssignments/R`,
        parentId: workspace,
        name: 'R',
      },
    ],
  ])('%s', (path, expected) => {
    expect(addressOf(path)).toEqual(expected)
  })

  test.each([
    '/subscriptions/..',
    '/subscriptions/%2e%2e/x',
    '/subscriptions/a%2Fb',
    '/subscriptions/%zz',
    '/subscriptions/a%00',
    `/subscriptions/${'x'.repeat(300)}`,
  ])('%s is refused', (path) => {
    expect(() => pathSegments(path)).toThrow(expect.objectContaining({ status: 400 }))
  })

  test('a role assignment at any ancestor covers an id', () => {
    expect(scopeKeysOf(group)).toEqual(['', '/subscriptions/s', '/subscriptions/s/resourcegroups/g'])
  })
})
