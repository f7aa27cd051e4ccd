// Whether an account still counts, remembered for two seconds: signing somebody out everywhere takes effect that fast,
// and a burst of requests asks the database once.

import type { Kysely } from 'kysely'
import type { Clock } from '../base/clock.ts'
import type { Tables } from '../store/tables.ts'

export interface AccountState {
  readonly name: string
  readonly kind: 'User' | 'ServicePrincipal'
  readonly isDisabled: boolean
  /** Epoch milliseconds. */
  readonly validFrom: number
}

const freshMs = 2000
const maxKept = 1000

/** Undefined: there is no such account. */
export function accountStates(
  db: Kysely<Tables>,
  clock: Clock,
): (objectId: string) => Promise<AccountState | undefined> {
  const kept = new Map<string, { at: number; state: Promise<AccountState | undefined> }>()
  return (objectId) => {
    const found = kept.get(objectId)
    if (found !== undefined && clock.now() - found.at < freshMs) return found.state
    const state = readState(db, objectId)
    kept.delete(objectId)
    kept.set(objectId, { at: clock.now(), state })
    // A failed look-up is not an answer to keep.
    state.catch(() => kept.delete(objectId))
    const [oldest] = kept.keys()
    if (oldest !== undefined && kept.size > maxKept) kept.delete(oldest)
    return state
  }
}

async function readState(db: Kysely<Tables>, objectId: string): Promise<AccountState | undefined> {
  const user = await db
    .selectFrom('users')
    .select(['user_name as name', 'disabled', 'valid_from'])
    .where('object_id', '=', objectId)
    .executeTakeFirst()
  if (user !== undefined) return stateOf(user, 'User')
  const principal = await db
    .selectFrom('service_principals')
    .select(['display_name as name', 'disabled', 'valid_from'])
    .where('object_id', '=', objectId)
    .executeTakeFirst()
  return principal && stateOf(principal, 'ServicePrincipal')
}

function stateOf(
  row: { name: string; disabled: number; valid_from: number },
  kind: AccountState['kind'],
): AccountState {
  return { name: row.name, kind, isDisabled: row.disabled !== 0, validFrom: row.valid_from }
}
