// The thread of `schedules.ts` that is measured: a server of which one instance is made through the API, and thousands of
// rows like it beside it.

import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { Kysely } from 'kysely'
import { type Clock, ShiftedClock } from '../src/base/clock.ts'
import { createLog } from '../src/base/log.ts'
import { configFor } from '../src/config.ts'
import { createMemoryEngine } from '../src/engine/memory/memory-engine.ts'
import { bootstrap } from '../src/server/bootstrap.ts'
import { createServer, type Server } from '../src/server/server.ts'
import { fileShares } from '../src/share/file-shares.ts'
import { simulatedFolders } from '../src/share/host-folder/simulated-folders.ts'
import { openDatabase } from '../src/store/open-database.ts'
import { createSqlStore } from '../src/store/sql-store.ts'
import type { ResourceRow, Tables } from '../src/store/tables.ts'
import type { ServerFacts, StormFacts } from './schedules.ts'

const { count, idleMs, afterMs } = workerData as { count: number; idleMs: number; afterMs: number }
const version = 'api-version=2024-10-01'
const zones = [
  'UTC',
  'W. Europe Standard Time',
  'Asia/Tokyo',
  'Pacific Standard Time',
  'Asia/Kolkata',
  'America/Bogota',
]
const minuteMs = 60_000
const lookMs = 50
const host = { host: 'localhost:8443', 'x-forwarded-proto': 'https' }

const folder = await mkdtemp(join(tmpdir(), 'carrel-bench-'))
try {
  await run()
} finally {
  await rm(folder, { recursive: true })
}

async function run(): Promise<void> {
  const clock = new ShiftedClock()
  const secrets = { masterKey: randomBytes(32), channelKey: randomBytes(32) }
  const installation = testInstallation()
  const database = await openDatabase({ file: join(folder, 'carrel.db') })
  const { db } = database
  const store = createSqlStore(database)
  const engine = createMemoryEngine({ channelKey: secrets.channelKey, clock })
  const log = createLog('bench', 'warn')
  const config = configFor(installation, folder)
  const files = fileShares({ volumes: join(folder, 'volumes'), owner: undefined })
  const folders = simulatedFolders({ own: [] })
  const parts = { config, secrets, store, db, engine, clock, log, files, folders, removeShare: async () => undefined }
  await using server = await createServer(parts)
  const { principal } = await bootstrap({ db, store, clock, installation }, { userName: 'ana' })
  const token = await tokenFor(server, installation.tenantId, principal)
  const path = await makeFirst({ server, token, subscription: installation.subscriptionId })

  const due = Math.ceil((clock.now() + 5 * minuteMs) / minuteMs) * minuteMs
  await makeOthers(db, path.toLowerCase(), due)
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  clock.advance(due - idleMs - clock.now())
  // Without the sweep, which would miss ten thousand machines that were never made.
  server.controller.start()
  const { port } = server.app.server.address() as AddressInfo
  const dueAt = Date.now() + due - clock.now()
  parentPort?.postMessage({ port, token, path: `${path}?${version}`, dueAt } satisfies ServerFacts)
  if (!parentPort) throw new Error('schedules.ts starts this')
  const isOver = once(parentPort, 'message')
  parentPort?.postMessage(await watchStorm(db, clock, due))
  await isOver
  // Otherwise it goes on listening, and the thread with it.
  parentPort.unref()
}

/** Looks on rarely and by an index, so that it is not what is measured. */
async function watchStorm(db: Kysely<Tables>, clock: Clock, due: number): Promise<StormFacts> {
  const isDue = () => db.selectFrom('resources').select('key').where('fires_at', '<=', due).limit(1).executeTakeFirst()
  let before = process.threadCpuUsage()
  let isBegun = false
  while (await isDue()) {
    const isDueNow = clock.now() >= due - lookMs
    if (isDueNow && !isBegun) before = process.threadCpuUsage()
    isBegun = isDueNow
    await sleep(lookMs)
  }
  const acceptedAt = Date.now()
  const { user, system } = process.threadCpuUsage(before)
  await sleep(afterMs)
  const all = await db
    .selectFrom('operations')
    .where('trigger_kind', '=', 'Schedule')
    .select(['accepted_at', 'finished_at'])
    .execute()
  const stopped = all.filter(({ finished_at }) => finished_at !== null).length
  const lateMs = all.map((row) => row.accepted_at - due)
  return { lateMs, acceptedAt, processorMs: (user + system) / 1_000, stopped }
}

async function makeFirst(place: { server: Server; token: string; subscription: string }): Promise<string> {
  const { server, token, subscription } = place
  const group = `/subscriptions/${subscription}/resourceGroups/bench`
  const workspace = `${group}/providers/Microsoft.MachineLearningServices/workspaces/main`
  const put = async (url: string, payload: unknown) => {
    const headers = { ...host, authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await server.app.inject({
      method: 'PUT',
      url: `${url}?${version}`,
      headers,
      payload: JSON.stringify(payload),
    })
    if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${answer.body}`)
    await server.controller.settle()
  }
  await put(group, { location: 'local' })
  await put(workspace, { location: 'local', properties: {} })
  const computeStartStop = [{ action: 'Stop', triggerType: 'Cron', cron: { expression: '0 0 1 1 *' } }]
  const properties = { vmSize: 'STANDARD_DS1_V2', schedules: { computeStartStop } }
  await put(`${workspace}/computes/first`, {
    location: 'local',
    properties: { computeType: 'ComputeInstance', properties },
  })
  return `${workspace}/computes/first`
}

/** Like the first, and its node; running, without a machine: it is a stop that comes. */
async function makeOthers(db: Kysely<Tables>, first: string, due: number): Promise<void> {
  const keys = [first, `${first}/nodes/0`]
  const [compute, node] = await db.selectFrom('resources').selectAll().where('key', 'in', keys).orderBy('key').execute()
  if (!compute || !node) throw new Error('the first instance is not there')
  for (let index = 0; index < count; index += 200) {
    const rows = Array.from({ length: Math.min(200, count - index) }, (_, step) => index + step)
    await db
      .insertInto('resources')
      .values(rows.flatMap((each) => copies({ compute, node, due }, each)))
      .execute()
  }
}

function copies(of: { compute: ResourceRow; node: ResourceRow; due: number }, index: number): ResourceRow[] {
  const { compute, node, due } = of
  const name = `box-${index}`
  const renamed = (text: string) => text.replace(/\/computes\/first/i, `/computes/${name}`)
  const desired = { ...JSON.parse(compute.desired), schedules: [schedule(due, index)] }
  const nodeDesired = { ...JSON.parse(node.desired), machineKey: `c-bench-${index}`, hostname: name }
  return [
    {
      ...compute,
      key: renamed(compute.key),
      id: renamed(compute.id),
      name,
      desired: JSON.stringify(desired),
      fires_at: due,
    },
    {
      ...node,
      key: renamed(node.key),
      id: renamed(node.id),
      parent_key: renamed(node.parent_key),
      desired: JSON.stringify(nodeDesired),
    },
  ]
}

/** Due at the same instant, by the wall clock of some zone; what a recurrence counts from is its own. */
function schedule(due: number, index: number) {
  const timeZone = zones[index % zones.length] ?? 'UTC'
  const iana = { 'W. Europe Standard Time': 'Europe/Berlin', 'Pacific Standard Time': 'America/Los_Angeles' }
  const zone = iana[timeZone as keyof typeof iana] ?? timeZone
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', minute: 'numeric', hourCycle: 'h23' })
  const [hour = 0, minute = 0] = parts.format(due).split(':').map(Number)
  const acceptedAt = due - 86_400_000 - index
  const trigger =
    index % 2 === 0
      ? { kind: 'cron', expression: `${minute} ${hour} * * *`, timeZone }
      : {
          ...{ kind: 'recurrence', frequency: 'Day', interval: 1, timeZone },
          ...{ hours: [hour], minutes: [minute], weekDays: [], monthDays: [] },
        }
  return { id: randomUUID(), action: 'Stop', isEnabled: true, trigger, acceptedAt, activeSince: acceptedAt }
}

function testInstallation() {
  return {
    ...{ installationId: 'benchben', tenantId: randomUUID(), subscriptionId: randomUUID() },
    ...{ resourceGroup: 'carrel', workspace: 'main', location: 'local', port: 8443, domain: 'localhost' },
    ...{ engine: 'memory' as const, image: 'carrel-node:bench', networkRange: '10.201.0.0/16' },
    ...{ sshAddress: '127.0.50.1', dockerSocket: '/nowhere' },
  }
}

async function tokenFor(
  server: Server,
  tenantId: string,
  { clientId, clientSecret = '' }: { clientId: string; clientSecret?: string | undefined },
): Promise<string> {
  const answer = await server.app.inject({
    method: 'POST',
    url: `/${tenantId}/oauth2/v2.0/token`,
    headers: { ...host, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      ...{ grant_type: 'client_credentials', scope: 'https://localhost:8443/.default' },
      ...{ client_id: clientId, client_secret: clientSecret },
    }).toString(),
  })
  return answer.json<{ access_token: string }>().access_token
}
