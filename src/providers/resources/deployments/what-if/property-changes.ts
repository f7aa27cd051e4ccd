// What differs between two documents, member by member, as what-if tells it. Pure.

import { canonicalJson, isPlainObject } from '../../../../base/json.ts'

export interface PropertyChange {
  readonly path: string
  readonly propertyChangeType: 'Create' | 'Delete' | 'Modify' | 'Array'
  readonly before?: unknown
  readonly after?: unknown
  readonly children?: readonly PropertyChange[]
}

/** Paths read `properties.sku.name`; within an array they are its positions. What is null counts as absent. */
export function propertyChanges(before: unknown, after: unknown, path = ''): PropertyChange[] {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return []
  if (isPlainObject(before) && isPlainObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...names].flatMap((name) =>
      propertyChanges(before[name], after[name], path === '' ? name : `${path}.${name}`),
    )
  }
  if (Array.isArray(before) && Array.isArray(after)) return [arrayChange(before, after, path)]
  if (before === undefined || before === null) return [{ path, propertyChangeType: 'Create', after }]
  if (after === undefined || after === null) return [{ path, propertyChangeType: 'Delete', before }]
  return [{ path, propertyChangeType: 'Modify', before, after }]
}

function arrayChange(before: readonly unknown[], after: readonly unknown[], path: string): PropertyChange {
  const length = Math.max(before.length, after.length)
  const children = Array.from({ length }, (_, index) => elementChange(before[index], after[index], String(index)))
  return { path, propertyChangeType: 'Array', children: children.flat() }
}

function elementChange(before: unknown, after: unknown, path: string): PropertyChange[] {
  const inner = propertyChanges(before, after, '')
  if (inner.length === 0) return []
  const isWhole = inner.length === 1 && inner[0]?.path === ''
  if (isWhole) return inner.map((change) => ({ ...change, path }))
  return [{ path, propertyChangeType: 'Modify', children: inner }]
}
