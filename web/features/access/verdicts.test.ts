import { describe, expect, test } from 'vitest'
import { isActionMatch } from './action-pattern.ts'
import { questions, type Role, verdictOn } from './verdicts.ts'

describe('a pattern of actions', () => {
  test.each([
    ['*', 'A/b/read', true],
    ['*/read', 'a/b/READ', true],
    ['a/*/read', 'a/read', true],
    ['a/*/read', 'a/b/c/read', true],
    ['a/*/read', 'ab/read', false],
    ['a/b', 'a/b/c', false],
    ['a/b/*', 'a/b', false],
  ])('%j and %j: %j', (pattern, action, isMeant) => {
    expect(isActionMatch(pattern, action)).toBe(isMeant)
  })

  test('one written to be slow is not', () => {
    expect(isActionMatch(`${'*a'.repeat(200)}b`, 'a'.repeat(400))).toBe(false)
  })
})

describe('what somebody may do', () => {
  const role = (name: string, actions: string[], notActions: string[] = []): Role => ({
    id: name,
    name,
    description: '',
    isCustom: false,
    assignableScopes: ['/'],
    permissions: [{ actions, notActions }],
  })
  const grant = questions.find(({ label }) => label === 'Give roles to others') ?? { label: '', actions: [] }

  test('is what one of his roles gives, though another withholds it', () => {
    const contributor = role('Contributor', ['*'], ['Microsoft.Authorization/*/Write'])
    expect(verdictOn(grant, [contributor])).toEqual({
      isAllowed: false,
      roles: ['Contributor'],
      missing: 'Microsoft.Authorization/roleAssignments/write',
    })
    expect(verdictOn(grant, [contributor, role('Owner', ['*'])])).toMatchObject({ isAllowed: true, roles: ['Owner'] })
    expect(verdictOn(grant, [])).toMatchObject({ isAllowed: false, roles: [] })
  })

  test('takes every action of the question', () => {
    const create = questions[1] ?? { label: '', actions: [] }
    const operator = role('Operator', ['Microsoft.MachineLearningServices/workspaces/computes/*'])
    expect(verdictOn(create, [operator])).toMatchObject({
      missing: 'Microsoft.MachineLearningServices/workspaces/checkComputeNameAvailability/action',
    })
  })
})
