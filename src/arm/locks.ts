// Management locks: what stands at a scope binds everybody, Owners too, for all that is at or below it. Locks themselves
// are not bound, or none could be taken away.

import { ArmError } from '../base/errors.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { keyOf, scopeKeysOf } from './resource-id.ts'

export const lockType = 'Microsoft.Authorization/locks'

/** Desired of a lock; its parent key is the scope. */
export interface Lock {
  /** `CanNotDelete`: may be changed. `ReadOnly`: neither changed, started, stopped nor deleted. */
  readonly level: 'CanNotDelete' | 'ReadOnly'
  readonly notes?: string
}

export type LockedChange = 'write' | 'delete' | 'action'

/** Throws 409 `ScopeLocked` naming the scopes that are locked. A delete also minds the locks below: they would go with it. */
export async function refuseLocked(store: Pick<Store, 'list'>, id: string, change: LockedChange): Promise<void> {
  const binding = (await locksAbove(store, id)).filter(({ desired }) => binds(desired.level, change))
  const below = change === 'delete' ? await locksBelow(store, id) : []
  const scopes = [...new Set([...binding, ...below].map(scopeOf))]
  if (scopes.length === 0) return
  throw new ArmError(
    409,
    'ScopeLocked',
    `The scope '${id}' cannot perform ${change} operation because following scope(s) are locked: '${scopes.join("', '")}'. ` +
      'Remove the lock and try again.',
  )
}

/** Of a POST: what a reader may send, and what only asks, changes nothing and gives nothing away, no lock stops. */
export function isLockedPost(action: string | undefined, isQuestion: boolean | undefined): boolean {
  return isQuestion !== true && action !== undefined && !action.endsWith('/read')
}

function binds(level: Lock['level'], change: LockedChange): boolean {
  return level === 'ReadOnly' || change === 'delete'
}

async function locksAbove(store: Pick<Store, 'list'>, id: string): Promise<ResourceRecord<Lock>[]> {
  const parentKey = scopeKeysOf(id).filter((key) => key !== '')
  return (await store.list({ type: lockType, parentKey })) as ResourceRecord<Lock>[]
}

/** A few are enough to say why. */
async function locksBelow(store: Pick<Store, 'list'>, id: string): Promise<ResourceRecord<Lock>[]> {
  return (await store.list({ type: lockType, underKey: keyOf(id) }, { limit: 10 })) as ResourceRecord<Lock>[]
}

function scopeOf({ id }: ResourceRecord): string {
  return id.slice(0, id.toLowerCase().lastIndexOf('/providers/microsoft.authorization/'))
}
