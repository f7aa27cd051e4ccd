// What `studio.ts` looks at: one instance made through the API and as many rows like it beside it as are asked for.

import type { Kysely } from 'kysely'
import type { ResourceRow, Tables } from '../src/store/tables.ts'
import { type StudioServer as Server, startStudioServer as startServer } from '../test/support/studio-server.ts'

export interface StudioServer extends AsyncDisposable {
  /** Of the list of instances. */
  readonly listUrl: string
  readonly userName: string
  readonly password: string
}

const version = 'api-version=2024-10-01'
const port = 18_453

/** `count`: instances in the one workspace. */
export async function startStudioServer(count: number): Promise<StudioServer> {
  await using starting = new AsyncDisposableStack()
  const server = starting.use(await startServer({ port }))
  const first = await makeFirst(server)
  await makeOthers(server.db, first.toLowerCase(), count - 1)
  await server.listen()
  const started = starting.move()
  return {
    listUrl: `${server.url}/w/${server.installation.subscriptionId}/bench/main/compute`,
    userName: server.userName,
    password: server.password,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}

/** Answers its id. */
async function makeFirst({ call, settle, installation }: Server): Promise<string> {
  const group = `/subscriptions/${installation.subscriptionId}/resourceGroups/bench`
  const workspace = `${group}/providers/Microsoft.MachineLearningServices/workspaces/main`
  const put = async (path: string, body: unknown) => {
    await call('PUT', `${path}?${version}`, body)
    await settle()
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
