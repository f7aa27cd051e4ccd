// What the handlers of requests share.

import type { Agent } from 'node:http'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Activity } from './activity.ts'
import type { SessionCheck } from './check-session.ts'
import type { NodeDialer } from './node-dialer.ts'
import type { OpenConnections } from './open-connections.ts'
import type { RouteTable } from './route-table.ts'
import type { TerminalAssets } from './terminal-assets.ts'

export interface GatewayParts {
  readonly clock: Clock
  readonly log: Log
  /** Leads to the server. */
  readonly server: Agent
  readonly routes: RouteTable
  readonly sessions: SessionCheck
  /** Which of these session ids still live. */
  liveSessions(ids: readonly string[]): Promise<ReadonlySet<string>>
  readonly nodes: NodeDialer
  readonly open: OpenConnections
  readonly activity: Activity
  readonly terminal: TerminalAssets
  /** The one origin an app is at home at. */
  appOrigin(label: string): string
}
