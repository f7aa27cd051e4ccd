// Where a role is given: everything, a subscription, a group or a workspace, each inside the one before. Pure.

export const levels = ['everything', 'subscription', 'group', 'workspace'] as const
export type Level = (typeof levels)[number]

export interface Scope {
  readonly level: Level
  /** As in ids; empty: everything. */
  readonly id: string
  readonly name: string
}

/** The scopes of an id, the widest first: itself is the last. */
export function scopesOf(id: string): readonly Scope[] {
  const parts = id.split('/').filter((part) => part !== '')
  const lengths = [0, 2, 4, 8].filter((length) => length <= parts.length)
  return lengths.map((length, index) => ({
    level: levels[index] ?? 'everything',
    id: length === 0 ? '' : `/${parts.slice(0, length).join('/')}`,
    name: parts[length - 1] ?? '/',
  }))
}

/** What a scope is called, with its kind: an English sentence with `{{name}}`, to be translated. */
export function scopeTitle(id: string): { readonly sentence: string; readonly name: string } {
  const scope = scopesOf(id).at(-1)
  const parts = id.split('/').filter((part) => part !== '')
  const isDeeper = parts.length > 8 || (parts.length > 4 && !/\/workspaces\/[^/]+$/i.test(id))
  if (scope === undefined || isDeeper) return { sentence: '{{name}}', name: parts.at(-1) ?? '/' }
  return { sentence: levelLabels[scope.level], name: scope.name }
}

export const levelLabels: Readonly<Record<Level, string>> = {
  everything: 'Everything',
  subscription: 'Subscription {{name}}',
  group: 'Resource group {{name}}',
  workspace: 'Workspace {{name}}',
}

export function isSameScope(a: string, b: string): boolean {
  const plain = (id: string) => (id === '/' ? '' : id.toLowerCase())
  return plain(a) === plain(b)
}
