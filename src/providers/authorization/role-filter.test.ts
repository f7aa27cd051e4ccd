import { describe, expect, test } from 'vitest'
import type { RoleDefinition } from '../../access/roles.ts'
import { roleFilter } from './role-filter.ts'

const subscription = '/subscriptions/s'
const group = `${subscription}/resourceGroups/g`

function role(roleName: string, assignableScopes: string[], isBuiltIn = false): RoleDefinition {
  return { id: roleName, roleName, description: '', permissions: [], assignableScopes, isBuiltIn }
}

const roles = [
  role('Owner', ['/'], true),
  role('Rock and Roll', [subscription]),
  role("Ana's", [group]),
  role('Elsewhere', ['/subscriptions/s2']),
]

describe('a filter of roles', () => {
  test.each([
    [null, subscription, ['Owner', 'Rock and Roll']],
    ['', group, ['Owner', 'Rock and Roll', "Ana's"]],
    ['atScope()', group, ['Owner', 'Rock and Roll', "Ana's"]],
    ['atScopeAndBelow()', subscription, ['Owner', 'Rock and Roll', "Ana's"]],
    ['atScopeAndBelow()', '', ['Owner', 'Rock and Roll', "Ana's", 'Elsewhere']],
    [null, '', ['Owner']],
    ["type eq 'CustomRole'", group, ['Rock and Roll', "Ana's"]],
    ["type eq 'BuiltInRole'", group, ['Owner']],
    ["roleName eq 'rock AND roll'", group, ['Rock and Roll']],
    ["roleName eq 'Ana''s'", group, ["Ana's"]],
    ["atScopeAndBelow() and type eq 'CustomRole'", subscription, ['Rock and Roll', "Ana's"]],
    ["type eq 'CustomRole' and roleName eq 'Owner'", group, []],
  ])('%j at %s finds %j', (filter, scope, expected) => {
    const matches = roleFilter(filter, scope)
    expect(roles.filter(matches).map(({ roleName }) => roleName)).toEqual(expected)
  })

  test.each(["roleName eq 'x' or 1 eq 1", "roleName ne 'x'", "description eq 'x'", "roleName eq 'x", 'and'])(
    '%s is refused',
    (filter) => {
      expect(() => roleFilter(filter, '')).toThrow(expect.objectContaining({ status: 400, code: 'UnsupportedQuery' }))
    },
  )
})
