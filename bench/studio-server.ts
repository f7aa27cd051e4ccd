// What `studio.ts` looks at: a server with the built pages and the memory engine, one instance made through the API and as
// many rows like it beside it as are asked for.

import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { systemClock } from '../src/base/clock.ts'
import { createLog } from '../src/base/log.ts'
import { configFor } from '../src/config.ts'
import { createMemoryEngine } from '../src/engine/memory/memory-engine.ts'
import { ensureStudio } from '../src/host/studio/ensure-studio.ts'
import { bootstrap } from '../src/server/bootstrap.ts'
import { createServer, type Server } from '../src/server/server.ts'
import { fileShares } from '../src/share/file-shares.ts'
import { simulatedFolders } from '../src/share/host-folder/simulated-folders.ts'
import { openDatabase } from '../src/store/open-database.ts'
import { createSqlStore } from '../src/store/sql-store.ts'
import type { ResourceRow, Tables } from '../src/store/tables.ts'

export interface StudioServer extends AsyncDisposable {
  /** Of the list of instances. */
  readonly listUrl: string
  readonly userName: string
  readonly password: string
}

const version = 'api-version=2024-10-01'
const port = 18_453
const api = { host: `localhost:${port}`, 'x-forwarded-proto': 'https' }
const installation = {
  ...{ installationId: 'benchben', tenantId: randomUUID(), subscriptionId: randomUUID() },
  ...{ resourceGroup: 'carrel', workspace: 'main', location: 'local', port, domain: 'localhost' },
  ...{ engine: 'memory' as const, image: 'carrel-node:bench', networkRange: '10.201.0.0/16' },
  ...{ sshAddress: '127.0.50.1', dockerSocket: '/nowhere' },
}

/** `count`: instances in the one workspace. */
export async function startStudioServer(count: number): Promise<StudioServer> {
  await using starting = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'carrel-bench-'))
  starting.defer(() => rm(folder, { recursive: true }))
  const config = configFor(installation, folder)
  const cacheFolder =
    process.env['CARREL_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'carrel')
  await ensureStudio({ folder: config.paths.studio, cacheFolder, report: (line) => process.stderr.write(`${line}\n`) })
  const secrets = { masterKey: randomBytes(32), channelKey: randomBytes(32) }
  const database = await openDatabase({ file: join(folder, 'carrel.db') })
  starting.defer(() => database.close())
  const store = createSqlStore(database)
  const server = starting.use(
    await createServer({
      ...{ config, secrets, store, clock: systemClock, log: createLog('bench', 'error'), db: database.db },
      engine: createMemoryEngine({ channelKey: secrets.channelKey, clock: systemClock }),
      files: fileShares({ volumes: join(folder, 'volumes'), owner: undefined }),
      folders: simulatedFolders({ own: [] }),
      removeShare: async () => undefined,
    }),
  )
  const made = await bootstrap({ db: database.db, store, clock: systemClock, installation }, { userName: 'ana' })
  const first = await makeFirst(server, await tokenOf(server, made.principal))
  await makeOthers(database.db, first.toLowerCase(), count - 1)
  // Browsers use the port beside the API's. No loop runs: the rows stay as they are.
  await server.app.listen({ host: '127.0.0.1', port: port + 1 })
  const started = starting.move()
  return {
    listUrl: `http://carrel.localhost:${port + 1}/studio/w/${installation.subscriptionId}/bench/main/compute`,
    userName: 'ana',
    password: made.admin.password ?? '',
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}

async function tokenOf(
  server: Server,
  { clientId, clientSecret = '' }: { clientId: string; clientSecret?: string | undefined },
): Promise<string> {
  const answer = await server.app.inject({
    method: 'POST',
    url: `/${installation.tenantId}/oauth2/v2.0/token`,
    headers: { ...api, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      ...{ grant_type: 'client_credentials', scope: `https://localhost:${port}/.default` },
      ...{ client_id: clientId, client_secret: clientSecret },
    }).toString(),
  })
  return answer.json<{ access_token: string }>().access_token
}

/** Answers its id. */
async function makeFirst(server: Server, token: string): Promise<string> {
  const group = `/subscriptions/${installation.subscriptionId}/resourceGroups/bench`
  const workspace = `${group}/providers/Microsoft.MachineLearningServices/workspaces/main`
  const put = async (url: string, payload: unknown) => {
    const headers = { ...api, authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const body = JSON.stringify(payload)
    const answer = await server.app.inject({ method: 'PUT', url: `${url}?${version}`, headers, payload: body })
    if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${answer.body}`)
    await server.controller.settle()
  }
  await put(group, { location: 'local' })
  await put(workspace, { location: 'local', properties: {} })
  const properties = { vmSize: 'STANDARD_DS1_V2' }
  await put(`${workspace}/computes/box-0`, {
    location: 'local',
    properties: { computeType: 'ComputeInstance', properties },
  })
  return `${workspace}/computes/box-0`
}

/** Rows like the first; without a machine, and without a node. */
async function makeOthers(db: Kysely<Tables>, first: string, count: number): Promise<void> {
  const row = await db.selectFrom('resources').selectAll().where('key', '=', first).executeTakeFirstOrThrow()
  for (let made = 0; made < count; made += 200) {
    const step = Math.min(200, count - made)
    const rows = Array.from({ length: step }, (_, each) => copyOf(row, made + each + 1))
    await db.insertInto('resources').values(rows).execute()
  }
}

function copyOf(row: ResourceRow, index: number): ResourceRow {
  const name = `box-${index}`
  const renamed = (text: string) => text.replace(/\/computes\/box-0/i, `/computes/${name}`)
  return { ...row, key: renamed(row.key), id: renamed(row.id), name }
}
