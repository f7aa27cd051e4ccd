import { describe, expect, test } from 'vitest'
import type { Actor } from '../store/records.ts'
import { Access } from './authorize.ts'

const ana: Actor = { objectId: 'A0', name: 'ana', kind: 'User', tenantId: 't' }
const group = '/subscriptions/s/resourceGroups/g'
const read = 'Microsoft.MachineLearningServices/workspaces/read'

function access(...grants: [role: string, scopeKey: string, principalId?: string][]): Access {
  const assignments = grants.map(([role, scopeKey, principalId = 'a0']) => ({
    scopeKey,
    assignment: { roleDefinitionId: `/x/${role}`, principalId, principalType: 'User' },
  }))
  return new Access(ana, assignments)
}

describe('access', () => {
  test.each([
    ['', true],
    ['/subscriptions/s', true],
    [group.toLowerCase(), true],
    ['/subscriptions/s/resourcegroups/g2', false],
    ['/subscriptions/s/resourcegroups', false],
    ['/subscriptions/s/resourcegroups/g/providers/x/y/z', false],
  ])('by a role at %j is %s at the group', (scopeKey, expected) => {
    expect(access(['Reader', scopeKey]).can(read, group)).toBe(expected)
    expect(access(['Reader', scopeKey]).can(read, group.toUpperCase())).toBe(expected)
  })

  test('needs a role that exists, has the action, and is one’s own', () => {
    expect(access(['Nobody', '']).can(read, group)).toBe(false)
    expect(access(['Reader', '']).can('Microsoft.MachineLearningServices/workspaces/write', group)).toBe(false)
    expect(access(['Reader', '', 'someone']).can(read, group)).toBe(false)
    expect(access().can(read, group)).toBe(false)
  })

  test('what one role withholds another may give', () => {
    const grant = 'Microsoft.Authorization/roleAssignments/write'
    expect(access(['Contributor', '']).can(grant, group)).toBe(false)
    expect(access(['Contributor', ''], ['Owner', group.toLowerCase()]).can(grant, group)).toBe(true)
    expect(access(['Contributor', ''], ['Owner', group.toLowerCase()]).can(grant, '/subscriptions/s')).toBe(false)
  })

  test('below a place is there when a role stands anywhere below it', () => {
    const some = access(['Reader', `${group.toLowerCase()}/providers/x/y/z`])
    expect([some.can(read, group), some.canBelow(read, group), some.canBelow(read, '')]).toEqual([false, true, true])
    expect(some.canBelow(read, '/subscriptions/s/resourceGroups/g-2')).toBe(false)
    expect(some.canBelow('x/write', group)).toBe(false)
  })

  test('a refusal names principal, action and scope', () => {
    expect(() => access().require(read, group)).toThrow(
      expect.objectContaining({
        status: 403,
        code: 'AuthorizationFailed',
        message: expect.stringMatching(
          /'ana' with object id 'A0'.*action 'Microsoft.*\/read' over scope '\/subscriptions\/s/,
        ),
      }),
    )
    expect(access().refusal(read, '').message).toContain(`over scope '/'`)
  })
})
