import { describe, expect, test } from 'vitest'
import { diffLines, inOrder, resourceName } from './what-if.ts'

describe('what would change', () => {
  test('is told by lines: what goes, then what comes', () => {
    const lines = diffLines([
      { path: 'tags.a', propertyChangeType: 'Modify', before: '1', after: '2' },
      { path: 'properties.x', propertyChangeType: 'Create', after: true },
      {
        path: 'properties.list',
        propertyChangeType: 'Array',
        children: [{ path: '0', propertyChangeType: 'Delete', before: 'gone' }],
      },
    ])
    expect(lines.map(({ sign, path, value }) => `${sign} ${path} ${value}`)).toEqual([
      '- tags.a "1"',
      '+ tags.a "2"',
      '+ properties.x true',
      '- properties.list.0 "gone"',
    ])
  })

  test('begins with what is lost', () => {
    const changes = (['NoChange', 'Create', 'Delete'] as const).map((changeType) => ({ changeType, resourceId: 'a' }))
    expect(inOrder(changes).map(({ changeType }) => changeType)).toEqual(['Delete', 'Create', 'NoChange'])
  })

  test('names a resource by its names and types', () => {
    const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/a'
    expect(resourceName(id)).toEqual({ name: 'n/a', type: 'Microsoft.Network/virtualNetworks/subnets' })
    expect(resourceName('/subscriptions/s/resourceGroups/g').name).toBe('g')
  })
})
