// The real server, its loop turned by the test: SQLite in memory, the memory engine, a clock the test moves. Closing it
// closes everything.

import { randomBytes, randomUUID } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import type { Kysely } from 'kysely'
import { ShiftedClock } from '../../src/base/clock.ts'
import { createLog, type Log } from '../../src/base/log.ts'
import { configFor, type Installation } from '../../src/config.ts'
import {
  createMemoryEngine,
  type MemoryEngine,
  type MemoryEngineOptions,
} from '../../src/engine/memory/memory-engine.ts'
import { createServicePrincipal } from '../../src/identity/service-principals.ts'
import { bootstrap } from '../../src/server/bootstrap.ts'
import { createServer, type Server } from '../../src/server/server.ts'
import { fileShares } from '../../src/share/file-shares.ts'
import type { PublishedFolders } from '../../src/share/host-folder/published-folders.ts'
import { simulatedFolders } from '../../src/share/host-folder/simulated-folders.ts'
import { openIfThere } from '../../src/share/open-if-there.ts'
import { type DatabaseLocation, openDatabase } from '../../src/store/open-database.ts'
import { createSqlStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import type { Tables } from '../../src/store/tables.ts'
import { addFirstAdmin } from './first-admin.ts'

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came over the wire
  readonly body: any
  readonly headers: LightMyRequestResponse['headers']
  /** As they came. */
  readonly bytes: Buffer
}

export interface TestServer extends AsyncDisposable {
  readonly server: Server
  readonly store: Store
  readonly db: Kysely<Tables>
  readonly engine: MemoryEngine
  /** Folders of this host that were published. */
  readonly folders: PublishedFolders
  readonly clock: ShiftedClock
  readonly installation: Installation
  readonly subscription: string
  /** As the principal made at set-up, an Owner. */
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>
  /** A new principal with this role at this scope; undefined: no role. Answers its token. */
  principal(role: string | undefined, scope?: string): Promise<{ token: string; objectId: string }>
  /** Turns the loop until nothing is due. */
  settle(): Promise<void>
}

export interface TestServerOptions extends Partial<MemoryEngineOptions> {
  /** The files of every workspace. */
  readonly shareFolder?: string
  /** Under which the file API finds each workspace's files; the test removes it. */
  readonly volumes?: string
  /** Nobody reads it unless given. */
  readonly log?: Log
  /** What this installation is configured with beside the usual. */
  readonly configured?: Partial<Installation>
  /** In place of one that runs on by itself alone. */
  readonly clock?: ShiftedClock
  /** In place of SQLite in memory. */
  readonly database?: DatabaseLocation
}

export interface CallOptions {
  /** Null: without a token. */
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is, in place of a JSON body. */
  readonly raw?: string | Buffer
}

const host = { host: 'localhost:8443', 'x-forwarded-proto': 'https' }

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { clock = new ShiftedClock() } = options
  const installation = { ...testInstallation(), ...options.configured }
  const config = configFor(installation, '/nowhere')
  const secrets = { masterKey: randomBytes(32), channelKey: randomBytes(32) }
  const database = await openDatabase(options.database ?? { file: ':memory:' })
  const store = createSqlStore(database)
  const engine = createMemoryEngine({ channelKey: secrets.channelKey, ...options, clock })
  const { log = createLog('test', 'silent') } = options
  const folders = simulatedFolders({ own: ['/nowhere'] })
  const server = await createServer({
    config,
    secrets,
    store,
    db: database.db,
    engine,
    clock,
    log,
    files: fileShares({ volumes: options.volumes ?? '/nowhere', owner: undefined }),
    folders,
    removeShare: async () => undefined,
    openShare: async () => (options.shareFolder === undefined ? undefined : openIfThere(options.shareFolder)),
  })
  await addFirstAdmin(database.db, 'ana', clock.now())
  const made = await bootstrap({ db: database.db, store, clock, installation }, { userName: 'ana' })
  const ownerToken = await tokenFor(server, installation, {
    clientId: made.principal.clientId,
    clientSecret: made.principal.clientSecret ?? '',
  })

  const call: TestServer['call'] = async (method, path, body, { token = ownerToken, headers = {}, raw } = {}) => {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const answer = await server.app.inject({
      method: method as 'GET',
      url: path,
      headers: {
        ...host,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    })
    return {
      status: answer.statusCode,
      body: answer.body === '' ? undefined : parsed(answer.body),
      headers: answer.headers,
      bytes: answer.rawPayload,
    }
  }
  return {
    server,
    store,
    db: database.db,
    engine,
    folders,
    clock,
    installation,
    subscription: `/subscriptions/${installation.subscriptionId}`,
    call,
    async principal(role, scope = `/subscriptions/${installation.subscriptionId}`) {
      const created = await createServicePrincipal(database.db, {
        displayName: `${role ?? 'nobody'}-${randomUUID().slice(0, 4)}`,
        now: clock.now(),
      })
      if (role !== undefined) {
        const roles = await call(
          'GET',
          `/providers/Microsoft.Authorization/roleDefinitions?api-version=2022-04-01&$filter=roleName eq '${role}'`,
        )
        await call(
          'PUT',
          `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}?api-version=2022-04-01`,
          {
            properties: { roleDefinitionId: roles.body.value[0].id, principalId: created.objectId },
          },
        )
      }
      return { token: await tokenFor(server, installation, created), objectId: created.objectId }
    },
    settle: () => server.controller.settle(),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await engine[Symbol.asyncDispose]()
      await database.close()
    },
  }
}

export function testInstallation(): Installation {
  return {
    installationId: 'testtest',
    tenantId: randomUUID(),
    subscriptionId: randomUUID(),
    resourceGroup: 'carrel',
    workspace: 'main',
    location: 'local',
    port: 8443,
    domain: 'localhost',
    engine: 'memory',
    image: 'carrel-node:test',
    networkRange: '10.201.0.0/16',
    sshAddress: '127.0.50.1',
    dockerSocket: '/nowhere',
  }
}

async function tokenFor(
  server: Server,
  { tenantId }: Installation,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
): Promise<string> {
  const answer = await server.app.inject({
    method: 'POST',
    url: `/${tenantId}/oauth2/v2.0/token`,
    headers: { ...host, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'https://localhost:8443/.default',
    }).toString(),
  })
  if (answer.statusCode !== 200) throw new Error(`no token: ${answer.statusCode} ${answer.body}`)
  return answer.json<{ access_token: string }>().access_token
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
