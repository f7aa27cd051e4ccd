// A port that the gateway could not listen on is given up for the next free one, as an ordinary recorded change of the
// pool; its node gets the new one when the pool is looked at.

import { randomUUID } from 'node:crypto'
import type { Clock } from '../../base/clock.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { Store } from '../../store/store.ts'
import { ClaimTaken, RevisionConflict } from '../../store/store-errors.ts'
import { nextSshPort } from '../ssh-ports.ts'

const deadlineMs = 60_000

interface WithPorts {
  readonly ports?: readonly number[]
}

/** Does nothing for what is no pool, and when it has another port by now; the gateway asks again. */
export async function movePoolPort(
  { store, clock }: { store: Store; clock: Clock },
  key: string,
  port: number,
): Promise<void> {
  const record = (await store.get(key)) as ResourceRecord<WithPorts> | undefined
  const ports = record?.desired.ports
  if (record === undefined || record.deletedAt !== undefined || !ports?.includes(port)) return
  const taken = new Set((await store.claims('ssh-port')).map((claim) => claim.value))
  const next = nextSshPort(taken, port)
  const moved = ports.map((each) => (each === port ? next : each))
  const change = store.accept({
    ...{ id: record.id, type: record.type, parentKey: record.parentKey, name: record.name },
    ifRevision: record.revision,
    desired: { ...record.desired, ports: moved },
    isDelete: false,
    actor: { objectId: '', name: 'Carrel', kind: 'System', tenantId: '' },
    at: clock.now(),
    holding: record.holding,
    claims: [
      ...(await store.claimsOf(key)).filter(({ kind }) => kind !== 'ssh-port'),
      ...moved.map((each) => ({ kind: 'ssh-port', value: String(each) })),
    ],
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
  })
  await change.catch((error: unknown) => {
    if (!(error instanceof RevisionConflict || error instanceof ClaimTaken)) throw error
  })
}
