import type { AccessSource } from '../../access/authorize.ts'
import type { Clock } from '../../base/clock.ts'
import type { Store } from '../../store/store.ts'

export interface RoleSettings {
  readonly store: Store
  readonly tenantId: string
  readonly clock: Clock
  readonly groupsOf: AccessSource['groupsOf']
  /** Throws 409 when nobody who can sign in would be left as Owner at the root without this principal's assignment. */
  keepAnOwner(principalId: string): Promise<void>
}
