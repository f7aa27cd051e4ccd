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

/** The last segments of a scope in words: what it is called. */
export function scopeName(id: string): string {
  return id.split('/').findLast((part) => part !== '') ?? '/'
}

export function isSameScope(a: string, b: string): boolean {
  const plain = (id: string) => (id === '/' ? '' : id.toLowerCase())
  return plain(a) === plain(b)
}
