import { describe, expect, test } from 'vitest'
import { evaluate } from '../evaluate.ts'
import { Work } from '../work.ts'
import { type IdContext, resourceIdFunctions } from './resource-ids.ts'

const group: IdContext = { subscriptionId: 's1', resourceGroup: 'g1' }
const subscription: IdContext = { subscriptionId: 's1', resourceGroup: undefined }

function idOf(expression: string, context = group) {
  const functions = new Map(resourceIdFunctions(context))
  return evaluate(`[${expression}]`, { functions, work: new Work(), locals: new Map() })
}

describe('ids of resources', () => {
  test.each([
    ["resourceID('A.B/c', 'n')", '/subscriptions/s1/resourceGroups/g1/providers/A.B/c/n'],
    ["resourceId('A.B/c/d', 'n', 'm')", '/subscriptions/s1/resourceGroups/g1/providers/A.B/c/n/d/m'],
    ["resourceId('other', 'A.B/c', 'n')", '/subscriptions/s1/resourceGroups/other/providers/A.B/c/n'],
    ["resourceId('s2', 'other', 'A.B/c', 'n')", '/subscriptions/s2/resourceGroups/other/providers/A.B/c/n'],
    ["resourceId('', 'A.B/c/d', '', '')", '/subscriptions/s1/resourceGroups//providers/A.B/c//d/'],
    ["resourceId('A.B/c/', 'n')", '/subscriptions/s1/resourceGroups/g1/providers/A.B/c/n'],
    ["subscriptionResourceId('A.B/c', 'n')", '/subscriptions/s1/providers/A.B/c/n'],
    ["subscriptionResourceId('s2', 'A.B/c', 'n')", '/subscriptions/s2/providers/A.B/c/n'],
    ["tenantResourceId('A.B/c', 'n')", '/providers/A.B/c/n'],
    [
      "extensionResourceId(resourceId('A.B/c', 'n'), 'E.F/g', 'm')",
      '/subscriptions/s1/resourceGroups/g1/providers/A.B/c/n/providers/E.F/g/m',
    ],
    [
      "managementGroupResourceId('root', 'A.B/c', 'n')",
      '/providers/Microsoft.Management/managementGroups/root/providers/A.B/c/n',
    ],
  ])('%s', (expression, expected) => {
    expect(idOf(expression)).toBe(expected)
  })

  test('without a group they stand at the subscription', () => {
    expect(idOf("resourceId('A.B/c', 'n')", subscription)).toBe('/subscriptions/s1/providers/A.B/c/n')
    expect(idOf("resourceId('g2', 'A.B/c', 'n')", subscription)).toBe(
      '/subscriptions/s1/resourceGroups/g2/providers/A.B/c/n',
    )
  })

  test.each([
    ["resourceId('A.B/c', 'n', 'm')", "needs 1 name for the type 'A.B/c', one for each segment, and is given 2"],
    ["resourceId('A.B/c/d', 'n')", "needs 2 names for the type 'A.B/c/d', one for each segment, and is given 1"],
    ["resourceId('a', 'b')", 'finds no resource type'],
    ["resourceId('/c', 'n')", "'/c', which is not a resource type"],
    ["managementGroupResourceId('A.B/c', 'n')", 'needs the name of a management group'],
  ])('%s is refused: %s', (expression, reason) => {
    expect(() => idOf(expression)).toThrow(reason)
  })
})
