// Ends what may no longer go on: connections whose session was signed out, disabled or has expired, whose app is now
// another's, or whose node is stopped or in another boot. One look for all of them; cheap when nothing is open.

import type { AppTarget } from './app-target.ts'
import type { Presented, Session, SessionCheck } from './check-session.ts'
import type { OpenConnection, OpenConnections } from './open-connections.ts'
import type { RouteTable } from './route-table.ts'

export interface SweepParts {
  readonly open: OpenConnections
  readonly sessions: Pick<SessionCheck, 'findNow'>
  readonly routes: Pick<RouteTable, 'findAll'>
}

/** Throws when the store cannot be read; nothing is closed then: an outage is no sign-out. */
export async function sweep({ open, sessions, routes }: SweepParts): Promise<void> {
  const connections = open.all()
  if (connections.length === 0) return
  const targets = await routes.findAll([...new Set(connections.map(({ label }) => label))])
  const live = await liveSessions(connections, sessions)
  for (const connection of connections) {
    if (!mayGoOn(connection, live.get(keyOf(connection.session)), targets.get(connection.label))) connection.close()
  }
}

async function liveSessions(
  connections: readonly OpenConnection[],
  sessions: SweepParts['sessions'],
): Promise<Map<string, Session>> {
  const presented = new Map(connections.map(({ session }) => [keyOf(session), session]))
  const live = new Map<string, Session>()
  for (const [key, each] of presented) {
    const session = await sessions.findNow(each)
    if (session !== undefined) live.set(key, session)
  }
  return live
}

function mayGoOn(connection: OpenConnection, session: Session | undefined, target: AppTarget | undefined): boolean {
  if (session === undefined || target === undefined || session.objectId !== target.ownerId) return false
  // While a node stops it may still have something to say; once it has stopped nobody is there.
  if (target.state.phase === 'stopped') return false
  return target.reach === undefined || target.reach.bootId === connection.bootId
}

function keyOf({ cookie, origin }: Presented): string {
  return `${cookie} ${origin}`
}
