import type { Kysely } from 'kysely'
import type { Clock } from '../../base/clock.ts'
import type { Store } from '../../store/store.ts'
import type { Tables } from '../../store/tables.ts'

/** What changes to the directory are made with: people and groups are rows of their own, what they may do is in the store. */
export interface DirectoryParts {
  readonly db: Kysely<Tables>
  readonly store: Store
  readonly clock: Clock
}
