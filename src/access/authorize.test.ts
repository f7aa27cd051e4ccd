import { describe, expect, test } from 'vitest'
import type { Actor } from '../store/records.ts'
import { Access } from './authorize.ts'
import { builtInRole, type RoleDefinition } from './roles.ts'

const ana: Actor = { objectId: 'A0', name: 'ana', kind: 'User', tenantId: 't' }
const group = '/subscriptions/s/resourceGroups/g'
const read = 'Microsoft.MachineLearningServices/workspaces/read'

function access(...grants: [roleName: string, scopeKey: string][]): Access {
  return new Access(
    ana,
    grants.map(([roleName, scopeKey]) => ({ role: role(roleName), scopeKey })),
    ['team'],
  )
}

function role(name: string): RoleDefinition {
  const found = builtInRole(name)
  if (!found) throw new Error(name)
  return found
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

  test('needs a role that has the action', () => {
    expect(access(['Reader', '']).can('Microsoft.MachineLearningServices/workspaces/write', group)).toBe(false)
    expect(access().can(read, group)).toBe(false)
  })

  test('what one role withholds another may give', () => {
    const grant = 'Microsoft.Authorization/roleAssignments/write'
    expect(access(['Contributor', '']).can(grant, group)).toBe(false)
    expect(access(['Contributor', ''], ['Owner', group.toLowerCase()]).can(grant, group)).toBe(true)
    expect(access(['Contributor', ''], ['Owner', group.toLowerCase()]).can(grant, '/subscriptions/s')).toBe(false)
  })

  test('to data is given by data actions alone, however wide the actions are', () => {
    expect(access(['Owner', '']).can(read, group, 'data')).toBe(false)
    const data = { actions: [], notActions: [], dataActions: ['*/read'], notDataActions: ['*/secrets/read'] }
    const some = new Access(ana, [{ scopeKey: '', role: { ...role('Reader'), permissions: [data] } }])
    expect([some.can(read, group, 'data'), some.can(read, group)]).toEqual([true, false])
    expect(some.can('M.X/secrets/read', group, 'data')).toBe(false)
  })

  test('below a place is there when a role stands anywhere below it', () => {
    const some = access(['Reader', `${group.toLowerCase()}/providers/x/y/z`])
    expect([some.can(read, group), some.canBelow(read, group), some.canBelow(read, '')]).toEqual([false, true, true])
    expect(some.canBelow(read, '/subscriptions/s/resourceGroups/g-2')).toBe(false)
    expect(some.canBelow('x/write', group)).toBe(false)
  })

  test('knows oneself and one’s groups, and the very roles one holds', () => {
    const some = access(['Owner', group.toLowerCase()])
    expect([some.isSelf('a0'), some.isSelf('TEAM'), some.isSelf('b0')]).toEqual([true, true, false])
    const { id } = role('Owner')
    expect([some.holds(id, group), some.holds(id, ''), some.holds(id, undefined)]).toEqual([true, false, true])
    expect(some.holds(role('Reader').id, undefined)).toBe(false)
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
    expect(access().refusal(read, '', 'no.').message).toMatch(/over scope '\/': no\.$/)
  })
})
