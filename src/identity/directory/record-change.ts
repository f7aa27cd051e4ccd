import type { Log } from '../../base/log.ts'
import type { Actor } from '../../store/records.ts'

export interface DirectoryChange {
  readonly actor: Actor
  /** As role definitions name it, or as the protocol spells the request. */
  readonly action: string | undefined
  readonly target: string
  readonly correlationId: string
}

/** One line in the server's log for each change of who there is and how they sign in; without passwords and secrets. */
export function recordChange(log: Log, { actor, action, target, correlationId }: DirectoryChange): void {
  const { objectId, name } = actor
  log.info({ actor: { objectId, name }, action, target, correlationId }, 'The directory was changed')
}
