// What somebody may do at a scope, and which role says so. Pure; the server decides by the same rules.

import { isActionMatch } from './action-pattern.ts'

export interface Permission {
  readonly actions: readonly string[]
  readonly notActions: readonly string[]
  readonly dataActions?: readonly string[]
  readonly notDataActions?: readonly string[]
}

export interface Role {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly isCustom: boolean
  readonly assignableScopes: readonly string[]
  readonly permissions: readonly Permission[]
}

export interface Question {
  readonly label: string
  /** All of them are needed. */
  readonly actions: readonly string[]
}

const computes = 'Microsoft.MachineLearningServices/workspaces/computes'

export const questions: readonly Question[] = [
  { label: 'See compute instances', actions: [`${computes}/read`] },
  {
    label: 'Create a compute instance',
    actions: [`${computes}/write`, 'Microsoft.MachineLearningServices/workspaces/checkComputeNameAvailability/action'],
  },
  { label: 'Start and stop', actions: [`${computes}/start/action`, `${computes}/stop/action`] },
  { label: 'Delete a compute instance', actions: [`${computes}/delete`] },
  { label: 'Deploy templates', actions: ['Microsoft.Resources/deployments/write'] },
  { label: 'Give roles to others', actions: ['Microsoft.Authorization/roleAssignments/write'] },
]

export interface Verdict {
  readonly isAllowed: boolean
  /** The roles that give it, or that withhold it. */
  readonly roles: readonly string[]
  /** The first that nobody gives. */
  readonly missing: string | undefined
}

export function verdictOn({ actions }: Question, held: readonly Role[]): Verdict {
  const missing = actions.find((action) => !held.some((role) => gives(role, action)))
  const isAllowed = missing === undefined
  const roles = held.filter((role) =>
    missing === undefined ? actions.some((action) => gives(role, action)) : withholds(role, missing),
  )
  return { isAllowed, missing, roles: [...new Set(roles.map(({ name }) => name))] }
}

export function permits(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(
    ({ actions, notActions }) =>
      actions.some((each) => isActionMatch(each, action)) && !notActions.some((each) => isActionMatch(each, action)),
  )
}

function gives({ permissions }: Role, action: string): boolean {
  return permits(permissions, action)
}

function withholds({ permissions }: Role, action: string): boolean {
  return permissions.some(({ notActions }) => notActions.some((each) => isActionMatch(each, action)))
}
