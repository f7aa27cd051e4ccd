// The built-in role definitions, under the ids they have everywhere.

export interface RoleDefinition {
  readonly id: string
  readonly roleName: string
  readonly description: string
  readonly actions: readonly string[]
  readonly notActions: readonly string[]
}

export const builtInRoles: readonly RoleDefinition[] = [
  {
    id: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
    roleName: 'Owner',
    description: 'May do everything, also grant access. Does not open the apps of somebody else’s instance.',
    actions: ['*'],
    notActions: [],
  },
  {
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
    ],
  },
  {
    id: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
    roleName: 'Reader',
    description: 'May see everything and change nothing.',
    actions: ['*/read'],
    notActions: [],
  },
]

/** Finds a role by the last segment of its definition id, or by its name. */
export function builtInRole(idOrName: string): RoleDefinition | undefined {
  const wanted = idOrName.split('/').at(-1)?.toLowerCase()
  return builtInRoles.find((role) => role.id === wanted || role.roleName.toLowerCase() === wanted)
}

/** `*` stands for any run of characters, slashes too; case does not count. */
export function roleAllows(role: RoleDefinition, action: string): boolean {
  const matches = (pattern: string) => isMatch(pattern.toLowerCase(), action.toLowerCase())
  return role.actions.some(matches) && !role.notActions.some(matches)
}

/** Linear: pieces between stars are looked for in order, so a hostile pattern cannot make it crawl. */
function isMatch(pattern: string, text: string): boolean {
  const pieces = pattern.split('*')
  const [first = '', ...rest] = pieces
  if (!text.startsWith(first)) return false
  if (rest.length === 0) return text === first
  const last = rest.pop() ?? ''
  let at = first.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}
