// The built-in role definitions: the ids and the permissions they have in Azure, word for word.

import type { Permission } from './permission.ts'

export interface BuiltInRole {
  readonly id: string
  readonly roleName: string
  readonly description: string
  readonly permissions: readonly Permission[]
  readonly assignableScopes: readonly string[]
  readonly isBuiltIn: true
}

const ml = 'Microsoft.MachineLearningServices'

export const builtInRoles: readonly BuiltInRole[] = [
  role({
    id: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
    roleName: 'Owner',
    description: 'May do everything, also grant access. Does not open the apps of somebody else’s instance.',
    actions: ['*'],
  }),
  role({
    id: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
    roleName: 'Contributor',
    description: 'May do everything except grant access.',
    actions: ['*'],
    notActions: [
      'Microsoft.Authorization/*/Delete',
      'Microsoft.Authorization/*/Write',
      'Microsoft.Authorization/elevateAccess/Action',
      'Microsoft.Blueprint/blueprintAssignments/write',
      'Microsoft.Blueprint/blueprintAssignments/delete',
      'Microsoft.Compute/galleries/share/action',
      'Microsoft.Purview/consents/write',
      'Microsoft.Purview/consents/delete',
      'Microsoft.Resources/deploymentStacks/manageDenySetting/action',
      'Microsoft.Subscription/cancel/action',
      'Microsoft.Subscription/enable/action',
    ],
  }),
  role({
    id: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
    roleName: 'Reader',
    description: 'May see everything and change nothing.',
    actions: ['*/read'],
  }),
  role({
    id: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    roleName: 'User Access Administrator',
    description: 'May see everything and grant access, but not widen its own.',
    actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
  }),
  role({
    id: 'f6c7c914-8db3-469d-8ca1-694a8f32e121',
    roleName: 'AzureML Data Scientist',
    description: 'May do everything in a workspace except create or delete computes and change the workspace itself.',
    actions: [
      `${ml}/workspaces/*/read`,
      `${ml}/workspaces/*/action`,
      `${ml}/workspaces/*/delete`,
      `${ml}/workspaces/*/write`,
    ],
    notActions: [
      `${ml}/workspaces/delete`,
      `${ml}/workspaces/write`,
      `${ml}/workspaces/computes/*/write`,
      `${ml}/workspaces/computes/*/delete`,
      `${ml}/workspaces/computes/listKeys/action`,
      `${ml}/workspaces/listKeys/action`,
      `${ml}/workspaces/hubs/write`,
      `${ml}/workspaces/hubs/delete`,
      `${ml}/workspaces/featurestores/write`,
      `${ml}/workspaces/featurestores/delete`,
    ],
  }),
  role({
    id: 'e503ece1-11d0-4e8e-8e2c-7a6c3bf38815',
    roleName: 'AzureML Compute Operator',
    description: 'May see, create, change and delete the computes of a workspace, and use them.',
    actions: [`${ml}/workspaces/computes/*`, `${ml}/workspaces/notebooks/vm/*`],
  }),
  role({
    id: '36243c78-bf99-498c-9df9-86d9f8d28608',
    roleName: 'Resource Policy Contributor',
    description: 'May write, assign and exempt from policies and see everything that takes; changes nothing else.',
    actions: [
      '*/read',
      'Microsoft.Authorization/policyassignments/*',
      'Microsoft.Authorization/policydefinitions/*',
      'Microsoft.Authorization/policyexemptions/*',
      'Microsoft.Authorization/policysetdefinitions/*',
      'Microsoft.PolicyInsights/*',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Support/*',
    ],
  }),
]

type Written = Pick<BuiltInRole, 'id' | 'roleName' | 'description'> & Partial<Permission>

/** None of them has data actions. */
function role({ id, roleName, description, actions = [], notActions = [] }: Written): BuiltInRole {
  const permission = { actions, notActions, dataActions: [], notDataActions: [] }
  return { id, roleName, description, permissions: [permission], assignableScopes: ['/'], isBuiltIn: true }
}
