import { expect, test } from 'vitest'
import { openDatabase } from '../open-database.ts'
import { newRow } from '../resource-rows.ts'
import { createSqlStore } from '../sql-store.ts'
import { migrate } from './migrate.ts'

const type = 'Microsoft.BatchAI/workspaces/experiments/jobs'
const desired = { clusterId: '/W/clusters/Pool', nodeCount: 2, priority: 'high', isTerminated: false }

test('jobs of before there were queues stand in them, unless they are over', async () => {
  const database = await openDatabase({ file: ':memory:', upTo: '009-audit' })
  const add = (name: string, observed: unknown, more: object = {}) => {
    const actor = { objectId: 'a', name: 'a', kind: 'User', tenantId: 't' } as const
    const row = newRow({
      id: `/w/jobs/${name}`,
      type,
      parentKey: '/w',
      name,
      desired: { ...desired, ...more },
      actor,
      at: 5,
    })
    const { queue_key: _a, queue_nodes: _b, queue_priority: _c, queue_attempt: _d, queue_open: _e, ...old } = row
    const seen = observed === undefined ? null : JSON.stringify(observed)
    return database.db
      .insertInto('resources')
      .values({ ...old, observed: seen } as typeof row)
      .execute()
  }
  await add('fresh', undefined)
  await add('again', { state: 'queued', ended: 1 })
  await add('ending', { state: 'running', ended: 0 }, { isTerminated: true })
  await add('done', { state: 'succeeded', ended: 1 })
  await migrate(database)
  const entry = { createdAt: 5, nodeCount: 2, priority: 2 }
  expect(await createSqlStore(database).queue('/w/clusters/pool')).toEqual([
    { ...entry, key: '/w/jobs/again', attempt: 2, mayStart: true },
    { ...entry, key: '/w/jobs/ending', attempt: 1, mayStart: false },
    { ...entry, key: '/w/jobs/fresh', attempt: 1, mayStart: false },
  ])
  await database.close()
})
