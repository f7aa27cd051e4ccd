// A port that the gateway could not listen on is given up for the next free one, as an ordinary recorded change of the
// pool; its node gets the new one when the pool is looked at.

import type { Clock } from '../../base/clock.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { Store } from '../../store/store.ts'
import { acceptMovedPort } from '../accept-moved-port.ts'
import { nextSshPort } from '../ssh-ports.ts'

interface WithPorts {
  readonly ports?: readonly number[]
}

/** Does nothing for what is no pool, and when it has another port by now; the gateway asks again. */
export async function movePoolPort(
  services: { readonly store: Store; readonly clock: Clock },
  key: string,
  port: number,
): Promise<void> {
  const { store } = services
  const record = (await store.get(key)) as ResourceRecord<WithPorts> | undefined
  const ports = record?.desired.ports
  if (record === undefined || record.deletedAt !== undefined || !ports?.includes(port)) return
  const taken = new Set((await store.claims('ssh-port')).map((claim) => claim.value))
  const next = nextSshPort(taken, port)
  const moved = ports.map((each) => (each === port ? next : each))
  await acceptMovedPort(services, record, {
    desired: { ...record.desired, ports: moved },
    claims: [
      ...(await store.claimsOf(key)).filter(({ kind }) => kind !== 'ssh-port'),
      ...moved.map((each) => ({ kind: 'ssh-port', value: String(each) })),
    ],
  })
}
