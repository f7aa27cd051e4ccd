// Rewrites a value whose parts may be shared many times over: each distinct part is rewritten once, and shared again.

import type { Json } from '../base/json.ts'
import { isList, isObject } from './json-values.ts'
import type { Work } from './work.ts'

export interface Change {
  readonly text?: (text: string) => string
  /** Properties that are null are left out. */
  readonly dropsNulls?: boolean
}

export function mapShared(value: Json, { text = (same) => same, dropsNulls = false }: Change, work: Work): Json {
  const known = new Map<object, Json>()
  const change = (inner: Json): Json => {
    if (typeof inner === 'string') return text(inner)
    if (inner === null || typeof inner !== 'object') return inner
    const before = known.get(inner)
    if (before !== undefined) return before
    work.spend(1)
    const changed = isList(inner) ? inner.map(change) : changeMembers(inner)
    known.set(inner, changed)
    return changed
  }
  const changeMembers = (object: Json): Json => {
    const members = Object.entries(isObject(object) ? object : {}).map(([key, inner]): [string, Json] => [
      key,
      inner ?? null,
    ])
    const kept = dropsNulls ? members.filter(([, inner]) => inner !== null) : members
    return Object.fromEntries(kept.map(([key, inner]) => [key, change(inner)]))
  }
  return change(value)
}
