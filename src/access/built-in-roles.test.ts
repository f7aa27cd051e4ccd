import { expect, test } from 'vitest'
import { permits } from './permission.ts'
import { builtInRole } from './roles.ts'

const ml = 'Microsoft.MachineLearningServices'
const computes = `${ml}/workspaces/computes`
const grant = 'Microsoft.Authorization/roleAssignments/write'

test.each([
  ['Owner', `${computes}/delete`, true],
  ['Owner', grant, true],
  ['Contributor', `${computes}/start/action`, true],
  ['Contributor', grant, false],
  ['Contributor', 'microsoft.authorization/roleassignments/DELETE', false],
  ['Contributor', 'Microsoft.Authorization/roleAssignments/read', true],
  ['Reader', `${computes}/read`, true],
  ['Reader', `${computes}/write`, false],
  ['Reader', `${computes}/start/action`, false],
  ['Reader', `${computes}/readable/action`, false],
  ['User Access Administrator', grant, true],
  ['User Access Administrator', `${computes}/read`, true],
  ['User Access Administrator', `${computes}/start/action`, false],
  ['AzureML Data Scientist', `${ml}/workspaces/read`, true],
  ['AzureML Data Scientist', `${ml}/workspaces/write`, false],
  ['AzureML Data Scientist', `${computes}/start/action`, true],
  ['AzureML Data Scientist', `${computes}/write`, false],
  ['AzureML Data Scientist', `${computes}/delete`, false],
  ['AzureML Data Scientist', 'Microsoft.Resources/subscriptions/resourceGroups/read', false],
  ['AzureML Compute Operator', `${computes}/write`, true],
  ['AzureML Compute Operator', `${computes}/delete`, true],
  ['AzureML Compute Operator', `${ml}/workspaces/read`, false],
  ['AzureML Compute Operator', `${ml}/workspaces/checkComputeNameAvailability/action`, false],
])('CI-106: %s, %s: %s', (name, action, expected) => {
  expect(permits(builtInRole(name)?.permissions ?? [], action)).toBe(expected)
  expect(permits(builtInRole(name)?.permissions ?? [], action, 'data')).toBe(false)
})
