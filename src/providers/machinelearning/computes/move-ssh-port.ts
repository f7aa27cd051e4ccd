// A port that the gateway could not listen on is given up for the next free one, as an ordinary recorded change.

import type { Clock } from '../../../base/clock.ts'
import { acceptMovedPort } from '../../../fleet/accept-moved-port.ts'
import { nextSshPort } from '../../../fleet/ssh-ports.ts'
import type { Store } from '../../../store/store.ts'
import { computeClaims } from './compute-claims.ts'
import type { ComputeRecord } from './lifecycle.ts'
import { type Compute, computeType } from './model.ts'

/** Does nothing when the instance has another port by now; the gateway asks again for one that still is in use. */
export async function moveSshPort(
  services: { readonly store: Store; readonly clock: Clock },
  key: string,
  port: number,
): Promise<void> {
  const { store } = services
  const record = (await store.get(key)) as ComputeRecord | undefined
  if (record?.type !== computeType || record.deletedAt !== undefined || record.desired.ssh?.port !== port) return
  const taken = new Set((await store.claims('ssh-port')).map((claim) => claim.value))
  const desired: Compute = { ...record.desired, ssh: { ...record.desired.ssh, port: nextSshPort(taken, port) } }
  const claims = computeClaims(desired, record.name)
  await acceptMovedPort(services, record, { desired, claims, firesAt: record.firesAt })
}
