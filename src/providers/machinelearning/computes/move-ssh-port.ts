// A port that the gateway could not listen on is given up for the next free one, as an ordinary recorded change.

import { randomUUID } from 'node:crypto'
import type { Clock } from '../../../base/clock.ts'
import { nextSshPort } from '../../../fleet/ssh-ports.ts'
import type { AcceptedChange, Store } from '../../../store/store.ts'
import { ClaimTaken, RevisionConflict } from '../../../store/store-errors.ts'
import { computeClaims } from './compute-claims.ts'
import type { ComputeRecord } from './lifecycle.ts'
import { type Compute, computeType } from './model.ts'

const deadlineMs = 60_000

/** Does nothing when the instance has another port by now; the gateway asks again for one that still is in use. */
export async function moveSshPort(
  { store, clock }: { store: Store; clock: Clock },
  key: string,
  port: number,
): Promise<void> {
  const record = (await store.get(key)) as ComputeRecord | undefined
  if (record?.type !== computeType || record.deletedAt !== undefined || record.desired.ssh?.port !== port) return
  const taken = new Set((await store.claims('ssh-port')).map((claim) => claim.value))
  const desired: Compute = { ...record.desired, ssh: { ...record.desired.ssh, port: nextSshPort(taken, port) } }
  const change = {
    id: record.id,
    type: record.type,
    parentKey: record.parentKey,
    name: record.name,
    ifRevision: record.revision,
    desired,
    isDelete: false,
    actor: { objectId: '', name: 'Carrel', kind: 'System', tenantId: '' },
    at: clock.now(),
    holding: record.holding,
    firesAt: record.firesAt,
    claims: computeClaims(desired, record.name),
    requireLive: [],
    operation: {
      id: randomUUID(),
      verb: 'MoveSshPort',
      trigger: 'System',
      correlationId: randomUUID(),
      deadline: clock.now() + deadlineMs,
      supersedes: false,
      isInstant: false,
    },
  } satisfies AcceptedChange
  await store.accept(change).catch((error: unknown) => {
    if (!(error instanceof RevisionConflict || error instanceof ClaimTaken)) throw error
  })
}
