import { describe, expect, test } from 'vitest'
import { draftLike, draftOf, emptyRole, roleBody, roleFault } from './role-draft.ts'
import type { Role } from './verdicts.ts'

const role: Role = {
  id: 'r',
  name: 'Operator',
  description: 'Starts and stops',
  isCustom: true,
  assignableScopes: ['/subscriptions/s'],
  permissions: [{ actions: ['*/read', 'A.B/c/start/action'], notActions: ['A.B/c/read'] }],
}

describe('a role as it is written', () => {
  test('comes back from its lines as it went in, with the places it can be given at', () => {
    const draft = draftOf(role)
    expect(draft && roleBody(draft).properties).toMatchObject({
      roleName: 'Operator',
      permissions: [{ actions: ['*/read', 'A.B/c/start/action'], notActions: ['A.B/c/read'] }],
      assignableScopes: ['/subscriptions/s'],
    })
  })

  test('is not changed here where lines of actions would lose some of it', () => {
    const [only = { actions: [], notActions: [] }] = role.permissions
    expect(draftOf({ ...role, permissions: [only, only] })).toBeUndefined()
    expect(draftOf({ ...role, permissions: [{ ...only, dataActions: ['A.B/c/read'] }] })).toBeUndefined()
  })

  test('begins like another, with no name, at the place that is looked at', () => {
    const draft = draftLike(role, '/subscriptions/s/resourceGroups/g')
    expect(draft).toMatchObject({ id: '', name: '', scopes: ['/subscriptions/s/resourceGroups/g'] })
    expect(draft.actions).toBe('*/read\nA.B/c/start/action')
    expect(emptyRole('').scopes).toEqual(['/'])
  })

  test('is told what is wrong, first things first', () => {
    const draft = { ...emptyRole(''), actions: '*/read' }
    expect(roleFault(draft, [])).toBe('Give it a name.')
    expect(roleFault({ ...draft, name: 'operator ' }, [role])).toBe('There is a role of this name.')
    expect(roleFault({ ...draft, name: 'operator', id: 'r' }, [role])).toBeUndefined()
    expect(roleFault({ ...draft, name: 'x', actions: '\n ' }, [])).toBe('Say what it gives.')
    expect(roleFault({ ...draft, name: 'x', actions: 'read everything' }, [])).toMatch(/^An action reads/)
    expect(roleFault({ ...draft, name: 'x', notActions: 'A.B/c/start' }, [])).toMatch(/^An action reads/)
  })
})
