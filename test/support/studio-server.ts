// The built pages before a real server with the memory engine, in this process: what they show is made through the API, and
// time moves when it is told to. No loop runs.

import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { ShiftedClock } from '../../src/base/clock.ts'
import { createLog } from '../../src/base/log.ts'
import { configFor, type Installation } from '../../src/config.ts'
import { createMemoryEngine, type MemoryEngine } from '../../src/engine/memory/memory-engine.ts'
import { ensureStudio } from '../../src/host/studio/ensure-studio.ts'
import { bootstrap } from '../../src/server/bootstrap.ts'
import { createServer, type Server } from '../../src/server/server.ts'
import { fileShares } from '../../src/share/file-shares.ts'
import { simulatedFolders } from '../../src/share/host-folder/simulated-folders.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { createSqlStore } from '../../src/store/sql-store.ts'
import type { Tables } from '../../src/store/tables.ts'

export interface StudioServer extends AsyncDisposable {
  /** Of the pages, ending in `/studio`. */
  readonly url: string
  readonly userName: string
  readonly password: string
  /** Object id of the same person. */
  readonly objectId: string
  readonly installation: Installation
  readonly db: Kysely<Tables>
  readonly engine: MemoryEngine
  /** As the principal made at set-up, an Owner. `body`: JSON, or bytes as they are. Throws on a refusal. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came over the wire
  call(method: string, path: string, body?: unknown): Promise<any>
  /** Turns the loop until nothing is due. */
  settle(): Promise<void>
  /** Moves the clock on, and settles after each step. */
  later(ms: number, steps?: number): Promise<void>
  listen(): Promise<void>
}

export interface StudioServerOptions {
  /** The API's; browsers use the next one. */
  readonly port: number
  readonly configured?: Partial<Installation>
}

export async function startStudioServer({ port, configured }: StudioServerOptions): Promise<StudioServer> {
  await using starting = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'carrel-studio-'))
  starting.defer(() => rm(folder, { recursive: true }))
  const installation = { ...plainInstallation(port), ...configured }
  const config = configFor(installation, folder)
  const cacheFolder =
    process.env['CARREL_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'carrel')
  await ensureStudio({ folder: config.paths.studio, cacheFolder, report: (line) => process.stderr.write(`${line}\n`) })
  const secrets = { masterKey: randomBytes(32), channelKey: randomBytes(32) }
  const database = await openDatabase({ file: join(folder, 'carrel.db') })
  starting.defer(() => database.close())
  const [store, clock] = [createSqlStore(database), new ShiftedClock()]
  const engine = createMemoryEngine({ channelKey: secrets.channelKey, clock })
  starting.use(engine)
  const server = starting.use(
    await createServer({
      ...{ config, secrets, store, clock, engine, log: createLog('studio', 'error'), db: database.db },
      files: fileShares({ volumes: join(folder, 'volumes'), owner: undefined }),
      folders: simulatedFolders({ own: [] }),
      removeShare: async () => undefined,
    }),
  )
  const made = await bootstrap({ db: database.db, store, clock, installation }, { userName: 'ana' })
  const settle = () => server.controller.settle()
  const started = starting.move()
  return {
    ...{ installation, engine, settle, db: database.db },
    url: `http://carrel.localhost:${port + 1}/studio`,
    userName: 'ana',
    password: made.admin.password ?? '',
    objectId: made.admin.objectId,
    call: caller(server, { ...installation, ...made.principal }),
    async later(ms, steps = 4) {
      for (let step = 0; step < steps; step++) {
        clock.advance(ms / steps)
        await settle()
      }
    },
    async listen() {
      await server.app.listen({ host: '127.0.0.1', port: port + 1 })
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}

function plainInstallation(port: number): Installation {
  return {
    ...{ installationId: 'studiost', tenantId: randomUUID(), subscriptionId: randomUUID() },
    ...{ resourceGroup: 'carrel', workspace: 'main', location: 'local', port, domain: 'localhost' },
    ...{ engine: 'memory', image: 'carrel-node:studio', networkRange: '10.201.0.0/16' },
    ...{ sshAddress: '127.0.50.1', dockerSocket: '/nowhere' },
  }
}

interface Caller {
  readonly port: number
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret?: string | undefined
}

/** A token is asked for anew each time: the clock may have moved past the last one. */
function caller(server: Server, { port, tenantId, clientId, clientSecret = '' }: Caller): StudioServer['call'] {
  const api = { host: `localhost:${port}`, 'x-forwarded-proto': 'https' }
  const token = async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: `/${tenantId}/oauth2/v2.0/token`,
      headers: { ...api, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        ...{ grant_type: 'client_credentials', scope: `https://localhost:${port}/.default` },
        ...{ client_id: clientId, client_secret: clientSecret },
      }).toString(),
    })
    return answer.json<{ access_token: string }>().access_token
  }
  return async (method, path, body) => {
    const isRaw = body instanceof Buffer
    const payload = isRaw ? body : body === undefined ? undefined : JSON.stringify(body)
    const kind = isRaw ? 'application/octet-stream' : 'application/json'
    const answer = await server.app.inject({
      method: method as 'GET',
      url: path,
      headers: {
        ...{ ...api, authorization: `Bearer ${await token()}` },
        ...(payload === undefined ? {} : { 'content-type': kind }),
      },
      ...(payload === undefined ? {} : { payload }),
    })
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`)
    return answer.body === '' ? undefined : answer.json()
  }
}
