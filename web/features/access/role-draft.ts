// A role as it is written in the page, what is wrong with it, and the body it becomes. Pure.

import type { Role } from './verdicts.ts'

export interface RoleDraft {
  /** Of the role that is changed; empty: a new one. */
  readonly id: string
  readonly name: string
  readonly description: string
  /** One action in a line. */
  readonly actions: string
  readonly notActions: string
  /** Where it can be given. */
  readonly scopes: readonly string[]
}

export function emptyRole(scope: string): RoleDraft {
  return { id: '', name: '', description: '', actions: '', notActions: '', scopes: [scope === '' ? '/' : scope] }
}

/** To change it. Undefined: it has more than lines of actions can say. */
export function draftOf(role: Role): RoleDraft | undefined {
  const [only, ...others] = role.permissions
  const { dataActions = [], notDataActions = [] } = only ?? {}
  if (only === undefined || others.length + dataActions.length + notDataActions.length > 0) return undefined
  const { id, name, description, assignableScopes: scopes } = role
  return { id, name, description, actions: only.actions.join('\n'), notActions: only.notActions.join('\n'), scopes }
}

/** A new one that begins as this one is. */
export function draftLike(role: Role, scope: string): RoleDraft {
  const lines = (of: 'actions' | 'notActions') => role.permissions.flatMap((each) => each[of]).join('\n')
  return {
    ...emptyRole(scope),
    description: role.description,
    actions: lines('actions'),
    notActions: lines('notActions'),
  }
}

/** The first thing to mend: an English sentence, to be translated. */
export function roleFault(draft: RoleDraft, roles: readonly Role[]): string | undefined {
  const name = draft.name.trim().toLowerCase()
  if (name === '') return 'Give it a name.'
  if (roles.some((each) => each.name.toLowerCase() === name && each.id !== draft.id)) {
    return 'There is a role of this name.'
  }
  const lines = [...linesOf(draft.actions), ...linesOf(draft.notActions)]
  if (linesOf(draft.actions).length === 0) return 'Say what it gives.'
  return lines.every(isAction) ? undefined : 'An action reads Namespace/type/read, write, delete or name/action.'
}

export function roleBody({ name, description, actions, notActions, scopes }: RoleDraft) {
  const permission = { actions: linesOf(actions), notActions: linesOf(notActions), dataActions: [], notDataActions: [] }
  return {
    properties: {
      roleName: name.trim(),
      description: description.trim(),
      type: 'CustomRole',
      permissions: [permission],
      assignableScopes: scopes,
    },
  }
}

/** As the server reads them; it has the last word. */
function isAction(line: string): boolean {
  if (!/^[\w.*-]+(\/[\w.*:$-]+)*$/.test(line)) return false
  return line.includes('*') || /^[\w-]+(\.[\w-]+)+\/.+\/(read|write|delete|action)$/i.test(line)
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
