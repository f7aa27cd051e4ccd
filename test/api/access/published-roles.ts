// The roles of the matrix with their permissions as Azure's documentation publishes them, and two somebody might make.
// Written out by hand, and read by a plain regular expression: nothing of `src/access` takes part.

const ml = 'Microsoft.MachineLearningServices'

export interface PublishedRole {
  /** Undefined for a custom role: it is made for the test. */
  readonly id?: string
  readonly actions: readonly string[]
  readonly notActions?: readonly string[]
}

export const publishedRoles: Readonly<Record<string, PublishedRole>> = {
  Owner: { id: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', actions: ['*'] },
  Contributor: {
    id: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
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
  },
  Reader: { id: 'acdd72a7-3385-48ef-bd42-f606fba81ae7', actions: ['*/read'] },
  'User Access Administrator': {
    id: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
  },
  'AzureML Data Scientist': {
    id: 'f6c7c914-8db3-469d-8ca1-694a8f32e121',
    actions: ['read', 'action', 'delete', 'write'].map((verb) => `${ml}/workspaces/*/${verb}`),
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
  },
  'AzureML Compute Operator': {
    id: 'e503ece1-11d0-4e8e-8e2c-7a6c3bf38815',
    actions: [`${ml}/workspaces/computes/*`, `${ml}/workspaces/notebooks/vm/*`],
  },
  /** CI-42, word for word. */
  'Assigned user': {
    actions: ['start', 'stop', 'restart', 'applicationaccess', 'updateSchedules'].map(
      (verb) => `${ml}/workspaces/computes/${verb}/action`,
    ),
  },
  /** CI-109 and CI-111, less what deletes. */
  'Desk maker': {
    actions: ['*/read', `${ml}/workspaces/computes/*`, `${ml}/workspaces/checkComputeNameAvailability/action`],
    notActions: [`${ml}/workspaces/computes/delete`],
  },
}

/** `*` is any run of characters, and what stands between two slashes may be missing with one of them; case does not count. */
export function publishedAllows(role: string, action: string): boolean {
  const { actions = [], notActions = [] } = publishedRoles[role] ?? {}
  const matches = (pattern: string) => asExpression(pattern).test(action)
  return actions.some(matches) && !notActions.some(matches)
}

function asExpression(pattern: string): RegExp {
  const source = pattern.replaceAll(/(?<=\/)\*\/|[.*]/g, (part) =>
    part === '*/' ? '(?:.*/)?' : part === '*' ? '.*' : '\\.',
  )
  return new RegExp(`^${source}$`, 'i')
}
