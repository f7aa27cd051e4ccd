// The gateway process: what browsers and SSH clients connect to. It reads the store, derives the keys of boots, and dials
// nodes itself, so a restart of the server drops no connection to an app. Opened as root it keeps nothing of that.

import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../base/clock.ts'
import { DialingAgent } from '../base/dialing-agent.ts'
import { createLog, type Log } from '../base/log.ts'
import type { Config, Secrets } from '../config.ts'
import { findAppSession, liveAppSessions } from '../identity/app-session.ts'
import { appOrigin } from '../identity/identity-hosts.ts'
import { type OpenDatabase, openDatabase } from '../store/open-database.ts'
import { Activity } from './activity.ts'
import { SessionCheck } from './check-session.ts'
import { connectToServer } from './connect-to-server.ts'
import { dropRights, type Rights } from './drop-rights.ts'
import type { GatewayParts } from './gateway-parts.ts'
import { requestHandlers } from './handle-request.ts'
import { openListeners } from './listeners.ts'
import { NodeDialer } from './node-dialer.ts'
import { OpenConnections } from './open-connections.ts'
import { repeat } from './repeat.ts'
import { RouteTable } from './route-table.ts'
import { ShownCertificates } from './shown-certificates.ts'
import { startDuties } from './start-duties.ts'
import { loadTerminalAssets } from './terminal-assets.ts'

export interface GatewayOptions {
  readonly config: Config
  readonly secrets: Pick<Secrets, 'channelKey'>
  /** Whom to run as when started as root; undefined: as whoever started it. */
  readonly dropTo?: Rights | undefined
}

/** Answers when every listener is open. Disposing closes them and every connection. */
export async function runGateway({ config, secrets, dropTo }: GatewayOptions): Promise<AsyncDisposable> {
  const log = createLog('gateway')
  await using opening = new AsyncDisposableStack()
  const database = await openStore(config, log)
  opening.defer(() => database.close())
  const parts = await makeParts({ config, secrets, dropTo }, database, log)
  opening.defer(() => parts.nodes.destroy())
  const reach = config.installation
  const { port } = reach
  const { servedCertificates } = config.paths
  const certificates = await ShownCertificates.read(servedCertificates)
  const listen = async (): Promise<void> => {
    const handlersFor = requestHandlers.bind(undefined, parts)
    opening.use(await openListeners({ reach, certificates, handlersFor }))
  }
  // A request is only read with rights dropped, unless the port itself asks for rights.
  if (port < firstFreePort) await listen()
  if (dropTo !== undefined) dropRights(config.paths.run, dropTo)
  if (port >= firstFreePort) await listen()
  const handedOver = dropTo === undefined ? servedCertificates : `./${basename(servedCertificates)}`
  opening.use(repeat(certificateMs, log, async () => void (await certificates.renew(handedOver))))
  opening.use(startDuties(parts, database.db, sshHost(reach)))
  log.info({ port, uid: process.getuid?.() }, 'listening')
  return opening.move()
}

const firstFreePort = 1024
const certificateMs = 2000
const storePatienceMs = 60_000
/** Shorter than clients wait, 30 s or more; on a busy machine a server takes its time to start. */
const serverPatienceMs = 25_000

/** Opened to read only, and read from at once: what SQLite opens late it could not open without rights. */
async function openStore({ installation, paths }: Config, log: Log): Promise<OpenDatabase> {
  const deadline = performance.now() + storePatienceMs
  for (;;) {
    try {
      return await openReadable(
        installation.database === undefined ? { file: paths.database } : { url: installation.database },
      )
    } catch (error) {
      if (performance.now() > deadline) throw error
      log.debug({ err: error }, 'waiting for the server to make the store')
      await delay(100)
    }
  }
}

async function openReadable(place: { readonly file: string } | { readonly url: string }): Promise<OpenDatabase> {
  const database = await openDatabase({ ...place, readonly: true })
  try {
    await database.db.selectFrom('app_sessions').select('id').limit(1).execute()
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

async function makeParts(
  { config, secrets, dropTo }: GatewayOptions,
  { db }: OpenDatabase,
  log: Log,
): Promise<GatewayParts> {
  const clock = systemClock
  // Without rights only what lies in the working folder can be reached, whatever the folders above it allow.
  const { serverSocket } = config.paths
  const socketPath = dropTo === undefined ? serverSocket : `./${basename(serverSocket)}`
  return {
    clock,
    log,
    // Not kept alive: a connection costs little here, and one left over from before a restart would lose a request.
    server: new DialingAgent(() => connectToServer(socketPath, serverPatienceMs), { keepAlive: false }),
    routes: new RouteTable(db, clock),
    sessions: new SessionCheck((cookie, origin) => findAppSession(db, cookie, { origin, now: clock.now() }), clock),
    nodes: new NodeDialer(secrets.channelKey, clock),
    liveSessions: (ids) => liveAppSessions(db, ids, clock.now()),
    open: new OpenConnections(),
    appOrigin: (label) => appOrigin(config, label),
    activity: new Activity(clock),
    terminal: await loadTerminalAssets(),
  }
}

/** Where people reach us, they reach SSH. */
function sshHost({ listen, sshAddress }: Config['installation']): string {
  return listen ?? sshAddress
}
