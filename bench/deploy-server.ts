// The process of `deploy.ts` that is measured: a server with its loop running, SQLite on disk and the memory engine. It is
// asked over the channel of its parent, so that the parent's own work is not measured with it.

import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { systemClock } from '../src/base/clock.ts'
import { createLog } from '../src/base/log.ts'
import { configFor } from '../src/config.ts'
import { createMemoryEngine } from '../src/engine/memory/memory-engine.ts'
import { bootstrap } from '../src/server/bootstrap.ts'
import { createServer } from '../src/server/server.ts'
import { fileShares } from '../src/share/file-shares.ts'
import { simulatedFolders } from '../src/share/host-folder/simulated-folders.ts'
import { openDatabase } from '../src/store/open-database.ts'
import { createSqlStore } from '../src/store/sql-store.ts'

export interface ServerFacts {
  /** Address of a group. */
  readonly group: string
}

export interface Asked {
  readonly id: number
  readonly kind: 'call' | 'memory'
  readonly method?: string
  readonly path?: string
  readonly body?: unknown
}

export interface Answered {
  readonly id: number
  readonly status: number
  readonly body: unknown
}

const host = { host: 'localhost:8443', 'x-forwarded-proto': 'https' }
const cores = 100_000
const folder = await mkdtemp(join(tmpdir(), 'carrel-bench-'))
const installation = {
  ...{ installationId: 'benchben', tenantId: randomUUID(), subscriptionId: randomUUID() },
  ...{ resourceGroup: 'carrel', workspace: 'main', location: 'local', port: 8443, domain: 'localhost' },
  ...{ engine: 'memory' as const, image: 'carrel-node:bench', networkRange: '10.201.0.0/16' },
  ...{ sshAddress: '127.0.50.1', dockerSocket: '/nowhere' },
}
const secrets = { masterKey: randomBytes(32), channelKey: randomBytes(32) }
const database = await openDatabase({ file: join(folder, 'carrel.db') })
const store = createSqlStore(database)
const server = await createServer({
  ...{ secrets, store, clock: systemClock, log: createLog('bench', 'error'), db: database.db },
  config: configFor(installation, folder),
  engine: createMemoryEngine({ channelKey: secrets.channelKey, clock: systemClock }),
  files: fileShares({ volumes: join(folder, 'volumes'), owner: undefined }),
  folders: simulatedFolders({ own: [] }),
  removeShare: async () => undefined,
})
const made = await bootstrap({ db: database.db, store, clock: systemClock, installation }, { userName: 'ana' })
for (const family of ['total', 'standardAv2Family']) await store.setQuotaLimit('memory', family, cores)
const token = await signIn()
const group = `/subscriptions/${installation.subscriptionId}/resourceGroups/bench`
await call('PUT', `${group}?api-version=2021-04-01`, { location: 'eastus' })
server.start()

process.on('message', (asked: Asked) => void answer(asked))
process.once('disconnect', () => void end())
process.send?.({ group } satisfies ServerFacts)

async function answer({ id, kind, method = 'GET', path = '', body }: Asked): Promise<void> {
  const answered = kind === 'memory' ? { status: 200, body: residentMegabytes() } : await call(method, path, body)
  process.send?.({ id, ...answered } satisfies Answered)
}

async function call(method: string, path: string, body?: unknown): Promise<Omit<Answered, 'id'>> {
  const answered = await server.app.inject({
    method: method as 'GET',
    url: path,
    headers: { ...host, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  })
  return { status: answered.statusCode, body: answered.body === '' ? undefined : answered.json() }
}

async function signIn(): Promise<string> {
  const { clientId, clientSecret = '' } = made.principal
  const answered = await server.app.inject({
    method: 'POST',
    url: `/${installation.tenantId}/oauth2/v2.0/token`,
    headers: { ...host, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      ...{ grant_type: 'client_credentials', scope: 'https://localhost:8443/.default' },
      ...{ client_id: clientId, client_secret: clientSecret },
    }).toString(),
  })
  return answered.json<{ access_token: string }>().access_token
}

/** After a collection: what is left is held. */
function residentMegabytes(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage.rss() / 2 ** 20
}

async function end(): Promise<void> {
  await server[Symbol.asyncDispose]()
  await database.close()
  await rm(folder, { recursive: true })
}
