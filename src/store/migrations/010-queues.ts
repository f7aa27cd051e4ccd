// What stands in a queue, and how it stands there, are columns: whoever gives out places looks at all that waits, often, and
// must neither read whole documents for it nor what is over.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DialectName } from '../open-database.ts'

const jobType = 'Microsoft.BatchAI/workspaces/experiments/jobs'

export function queues(dialect: DialectName): Migration {
  const key = dialect === 'postgres' ? sql`text collate "C"` : sql`text`
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('resources').addColumn('queue_key', key).execute()
      for (const name of ['queue_nodes', 'queue_priority', 'queue_attempt', 'queue_open'])
        await db.schema.alterTable('resources').addColumn(name, 'bigint').execute()
      await db.schema
        .createIndex('resources_queued')
        .on('resources')
        .columns(['queue_key', 'key'])
        .where(sql.ref('queue_key'), 'is not', null)
        .execute()
      await queueJobs(db)
    },
  }
}

/** The jobs of before that are not over. */
async function queueJobs(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ key: string; desired: string; observed: string | null }>`
    select key, desired, observed from resources where type = ${jobType}`.execute(db)
  for (const row of rows) {
    const desired = JSON.parse(row.desired)
    const observed = row.observed === null ? undefined : JSON.parse(row.observed)
    if (observed?.state === 'succeeded' || observed?.state === 'failed') continue
    await sql`update resources set
      queue_key = ${desired.clusterId.toLowerCase()},
      queue_nodes = ${desired.nodeCount},
      queue_priority = ${['low', 'normal', 'high'].indexOf(desired.priority)},
      queue_attempt = ${(observed?.ended ?? 0) + 1},
      queue_open = ${observed !== undefined && !desired.isTerminated ? 1 : 0}
      where key = ${row.key}`.execute(db)
  }
}
