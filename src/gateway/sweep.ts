// Ends what may no longer go on: connections whose session was signed out, disabled or has expired, whose app is now
// another's, or whose node is stopped or in another boot. Two questions to the store for all of them; none when nothing
// is open.

import type { AppTarget } from './app-target.ts'
import type { OpenConnection, OpenConnections } from './open-connections.ts'
import type { RouteTable } from './route-table.ts'

export interface SweepParts {
  readonly open: OpenConnections
  readonly routes: Pick<RouteTable, 'findAll'>
  /** Which of these session ids still live. */
  liveSessions(ids: readonly string[]): Promise<ReadonlySet<string>>
}

/** Throws when the store cannot be read; nothing is closed then: an outage is no sign-out. */
export async function sweep({ open, routes, liveSessions }: SweepParts): Promise<void> {
  const connections = open.all()
  if (connections.length === 0) return
  const targets = await routes.findAll([...new Set(connections.map(({ label }) => label))])
  const live = await liveSessions([...new Set(connections.map(({ session }) => session.id))])
  for (const connection of connections) {
    const target = targets.get(connection.label)
    if (!live.has(connection.session.id) || !mayGoOn(connection, target)) connection.close()
  }
}

function mayGoOn({ session, bootId }: OpenConnection, target: AppTarget | undefined): boolean {
  if (target === undefined || session.objectId !== target.ownerId) return false
  // While a node stops it may still have something to say; once it has stopped nobody is there.
  if (target.state.phase === 'stopped') return false
  return target.reach === undefined || target.reach.bootId === bootId
}
