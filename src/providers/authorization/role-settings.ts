import type { AccessSource } from '../../access/authorize.ts'
import type { Clock } from '../../base/clock.ts'

export interface RoleSettings {
  readonly clock: Clock
  readonly groupsOf: AccessSource['groupsOf']
  /** Throws 409 when nobody who can sign in would be left as Owner at the root without this principal's assignment. */
  keepAnOwner(principalId: string): Promise<void>
}
