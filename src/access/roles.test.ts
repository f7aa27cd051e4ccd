import { expect, test } from 'vitest'
import { builtInRole, roleAllows } from './roles.ts'

const computes = 'Microsoft.MachineLearningServices/workspaces/computes'

test.each([
  ['Owner', `${computes}/delete`, true],
  ['Owner', 'Microsoft.Authorization/roleAssignments/write', true],
  ['Contributor', `${computes}/start/action`, true],
  ['Contributor', 'Microsoft.Authorization/roleAssignments/write', false],
  ['Contributor', 'microsoft.authorization/roleassignments/DELETE', false],
  ['Contributor', 'Microsoft.Authorization/roleAssignments/read', true],
  ['Reader', `${computes}/read`, true],
  ['Reader', `${computes}/write`, false],
  ['Reader', `${computes}/start/action`, false],
  ['Reader', `${computes}/readable/action`, false],
])('CI-106: %s, %s: %s', (name, action, expected) => {
  const role = builtInRole(name)
  expect(role && roleAllows(role, action)).toBe(expected)
})

test('stars do not overlap what stands around them', () => {
  const role = { id: '', roleName: '', description: '', actions: ['a*a', 'x*y*y'], notActions: [] }
  expect(roleAllows(role, 'a')).toBe(false)
  expect(roleAllows(role, 'aa')).toBe(true)
  expect(roleAllows(role, 'xy')).toBe(false)
  expect(roleAllows(role, 'xyzy')).toBe(true)
})
