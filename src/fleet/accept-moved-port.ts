import { randomUUID } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import { timeOrderedId } from '../base/time-ordered-id.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { AcceptedChange, Store } from '../store/store.ts'
import { ClaimTaken, RevisionConflict } from '../store/store-errors.ts'

const deadlineMs = 60_000

/** What another port changes of a row. */
export type MovedPort = Pick<AcceptedChange, 'desired' | 'claims' | 'firesAt'>

/** Records the change as the system's. Does nothing when the row or the port has become another's meanwhile. */
export async function acceptMovedPort(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { id, type, parentKey, name, revision, holding }: ResourceRecord,
  moved: MovedPort,
): Promise<void> {
  const change: AcceptedChange = {
    ...{ id, type, parentKey, name, holding },
    ...moved,
    ifRevision: revision,
    isDelete: false,
    actor: { objectId: '', name: 'Carrel', kind: 'System', tenantId: '' },
    at: clock.now(),
    requireLive: [],
    operation: {
      id: timeOrderedId(clock.now()),
      verb: 'MoveSshPort',
      trigger: 'System',
      correlationId: randomUUID(),
      deadline: clock.now() + deadlineMs,
      supersedes: false,
      isInstant: false,
    },
  }
  await store.accept(change).catch((error: unknown) => {
    if (!(error instanceof RevisionConflict || error instanceof ClaimTaken)) throw error
  })
}
