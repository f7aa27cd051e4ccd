import { expect, test } from 'vitest'
import { createLog } from '../base/log.ts'
import { listAudit } from '../store/audit.ts'
import { openDatabase } from '../store/open-database.ts'
import { createAuditTrail } from './audit-trail.ts'

test('what was done in one moment is told in the order in which it was done', async () => {
  const database = await openDatabase({ file: ':memory:' })
  const now = Date.parse('2026-11-23T18:00:00Z')
  const audit = createAuditTrail({ db: database.db, clock: { now: () => now }, log: createLog('test', 'silent') })
  const actor = { objectId: 'x', name: 'ana', kind: 'User', tenantId: 't' } as const
  const targets = Array.from({ length: 9 }, (_, nth) => `/providers/Carrel.Identity/users/u${nth}`)
  for (const target of targets) await audit.changed({ actor, action: 'users/write', target, correlationId: 'c' })
  const told = await listAudit(database.db, { scopeKey: '/providers', from: now, to: now, limit: 100 })
  expect(told.map(({ resourceId }) => resourceId)).toEqual(targets.toReversed())
  await database.close()
})
