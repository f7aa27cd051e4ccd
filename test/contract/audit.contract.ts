// What the audit table must keep on either database: rows below a scope alone, newest first, page by page, until they are old.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sweepIdentity } from '../../src/identity/sweep-identity.ts'
import { type AuditRecord, addAudit, listAudit } from '../../src/store/audit.ts'
import { type DatabaseLocation, type OpenDatabase, openDatabase } from '../../src/store/open-database.ts'

const noon = Date.UTC(2026, 0, 1, 12)
const wide = { from: 0, to: noon * 2, limit: 100, scopeKey: '/providers' }

export function auditContract(name: string, locate: () => Promise<DatabaseLocation>): void {
  describe(`the audit table on ${name}`, () => {
    let database: OpenDatabase
    beforeAll(async () => {
      database = await openDatabase(await locate())
    })
    beforeEach(() => database.db.deleteFrom('audit').execute())
    afterAll(() => database.close())

    const add = async (more: Partial<AuditRecord> = {}) => {
      const record = { ...someRecord(), ...more }
      await addAudit(database.db, record)
      return record
    }

    test('gives back what was written, done or refused', async () => {
      const done = await add({ happenedAt: noon + 1 })
      const refused = await add({ refusal: { code: 'AuthorizationFailed', message: 'Nö: "no"' } })
      expect(await listAudit(database.db, wide)).toEqual([done, refused])
    })

    test('lists what is at or below a scope, and nothing that is only called alike', async () => {
      for (const [index, resourceId] of ['/S', '/S/g', '/S/g/C', '/S0', '/S-1', '/Sx/g'].entries())
        await add({ resourceId, happenedAt: noon + index })
      const found = await listAudit(database.db, { ...wide, scopeKey: '/s' })
      expect(found.map(({ resourceId }) => resourceId)).toEqual(['/S/g/C', '/S/g', '/S'])
    })

    test('can be narrowed to a time and to a conversation', async () => {
      const early = await add({ happenedAt: noon - 10 })
      const late = await add({ happenedAt: noon + 10 })
      const idsOf = async (more: object) =>
        (await listAudit(database.db, { ...wide, ...more })).map(({ correlationId }) => correlationId)
      expect(await idsOf({ from: noon })).toEqual([late.correlationId])
      expect(await idsOf({ to: noon })).toEqual([early.correlationId])
      expect(await idsOf({ correlationId: early.correlationId })).toEqual([early.correlationId])
    })

    test('comes in pages without a gap or a repetition, also when much happened at once', async () => {
      for (let index = 0; index < 7; index++) await add({ happenedAt: noon + (index % 2) })
      const seen: string[] = []
      let after: { acceptedAt: number; id: string } | undefined
      for (;;) {
        const page = await listAudit(database.db, { ...wide, limit: 2, ...(after ? { after } : {}) })
        seen.push(...page.map(({ id }) => id))
        const last = page.at(-1)
        if (last === undefined) break
        after = { acceptedAt: last.happenedAt, id: last.id }
      }
      expect([seen.length, new Set(seen).size]).toEqual([7, 7])
    })

    test('what is older than 90 days is swept, however much it is, and the rest stays', async () => {
      const old = Array.from({ length: 1_100 }, () => ({
        id: randomUUID(),
        happened_at: noon - 1,
        resource_key: '/providers/a/b/c',
        resource_id: '/providers/A/b/c',
        action: 'A/b/write',
        actor: '{}',
        correlation_id: 'x',
        refusal: null,
      }))
      await database.db.insertInto('audit').values(old).execute()
      const kept = await add({ happenedAt: noon })
      expect(await sweepIdentity(database.db, noon + 90 * 86_400_000)).toBe(1_100)
      expect(await listAudit(database.db, wide)).toEqual([kept])
    })
  })
}

function someRecord(): AuditRecord {
  return {
    id: randomUUID(),
    happenedAt: noon,
    resourceId: '/providers/Carrel.Identity/users/Ana',
    action: 'Carrel.Identity/users/write',
    actor: { objectId: randomUUID(), name: 'root', kind: 'User', tenantId: randomUUID() },
    correlationId: randomUUID(),
    refusal: undefined,
  }
}
