// Accepts what schedules want, many rows at a time: ten thousand instances that stop at six o'clock are a few statements
// for each batch, not for each instance. A batch is one transaction, so a killed process leaves a firing whole or undone,
// and what is undone is still due.

import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { timeOrderedId } from '../base/time-ordered-id.ts'
import { nextGeneration } from './next-generation.ts'
import type { OpenDatabase } from './open-database.ts'
import { operationRow } from './operation-rows.ts'
import type { Actor, ResourceRecord } from './records.ts'
import { jsonText, recordOf } from './resource-rows.ts'
import type { Firing, FiringStep } from './store.ts'
import { systemActor } from './system-actor.ts'
import type { OperationRow, ResourceRow } from './tables.ts'
import { type Write, writeTransaction } from './write-transaction.ts'

export interface FireDue {
  readonly now: number
  readonly limit: number
  decide(record: ResourceRecord): Firing
}

export async function fireDue(database: OpenDatabase, { now, limit, decide }: FireDue): Promise<number> {
  const anyDue = await database.db
    .selectFrom('resources')
    .select('key')
    .where('fires_at', '<=', now)
    .limit(1)
    .executeTakeFirst()
  if (anyDue === undefined) return 0
  return writeTransaction(database, async (write) => {
    const rows = await lockDue(write, now, limit)
    if (rows.length === 0) return 0
    const fired = rows.map((row) => firedRow(row, decide(recordOf(row)), now))
    await cancelRunning(write, fired, now)
    await saveRows(
      write,
      fired.map(({ next }) => next),
    )
    const operations = fired.flatMap((each) => each.operations)
    if (operations.length > 0) await write.db.insertInto('operations').values(operations).execute()
    return rows.length
  })
}

/** Rows that somebody else is just firing are left to them. */
async function lockDue({ db, dialect }: Write, now: number, limit: number): Promise<ResourceRow[]> {
  const query = db
    .selectFrom('resources')
    .selectAll()
    .where('fires_at', '<=', now)
    .orderBy('fires_at')
    .orderBy('key')
    .limit(limit)
  return (dialect === 'postgres' ? query.forUpdate().skipLocked() : query).execute()
}

interface FiredRow {
  readonly next: ResourceRow
  readonly operations: readonly OperationRow[]
  /** Takes the place of what was running before; undefined: nothing does. */
  readonly superseding: string | undefined
}

function firedRow(row: ResourceRow, firing: Firing, now: number): FiredRow {
  const actor = systemActor((JSON.parse(row.modified_by) as Actor).tenantId)
  const changes = firing.steps.filter(({ isChange }) => isChange)
  let next = row
  const operations = firing.steps.map((step, index) => {
    if (step.isChange) next = nextGeneration(next, { at: now, actor })
    const later = firing.steps.slice(index + 1).find(({ isChange }) => isChange)
    return stepRow(next, step, { actor, now, later: later?.verb })
  })
  const findings = firing.findings.map((finding) => findingRow(next, finding, { actor, now }))
  const desired = changes.length > 0 ? { desired: jsonText(firing.desired) } : {}
  return {
    next: { ...next, ...desired, fires_at: firing.firesAt ?? null },
    operations: [...operations, ...findings],
    superseding: changes[0]?.verb,
  }
}

interface Told {
  readonly actor: Actor
  readonly now: number
}

function stepRow(row: ResourceRow, step: FiringStep, { actor, now, later }: Told & { later: string | undefined }) {
  const isOver = !step.isChange || later !== undefined
  return operationRow({
    ...common(row, now, actor),
    verb: step.verb,
    trigger: 'Schedule',
    deadline: now + step.deadlineMs,
    status: !step.isChange ? 'Succeeded' : later === undefined ? 'InProgress' : 'Canceled',
    finishedAt: isOver ? now : undefined,
    error: step.isChange && later !== undefined ? superseded(later) : undefined,
    nextStep: undefined,
  })
}

function findingRow(row: ResourceRow, finding: Firing['findings'][number], { actor, now }: Told): OperationRow {
  return operationRow({
    ...common(row, now, actor),
    verb: finding.cause,
    trigger: 'System',
    deadline: now,
    status: 'Succeeded',
    finishedAt: now,
    error: { code: finding.cause, message: finding.message },
    nextStep: finding.nextStep,
  })
}

function common(row: ResourceRow, now: number, actor: Actor) {
  return {
    id: timeOrderedId(now),
    resourceKey: row.key,
    resourceId: row.id,
    resourceType: row.type,
    generation: row.generation,
    actor,
    correlationId: randomUUID(),
    acceptedAt: now,
    phases: [],
  }
}

function superseded(verb: string) {
  return { code: 'OperationSuperseded', message: `A later ${verb} took the place of this operation.` }
}

/** One statement for each verb. */
async function cancelRunning({ db }: Write, fired: readonly FiredRow[], now: number): Promise<void> {
  const byVerb = Map.groupBy(fired, ({ superseding }) => superseding)
  for (const [verb, rows] of byVerb) {
    if (verb === undefined) continue
    await db
      .updateTable('operations')
      .set({ status: 'Canceled', finished_at: now, error: JSON.stringify(superseded(verb)) })
      .where(
        'resource_key',
        'in',
        rows.map(({ next }) => next.key),
      )
      .where('status', '=', 'InProgress')
      .execute()
  }
}

/** One statement for all: what is the same in every row is said once. */
async function saveRows({ db }: Write, rows: readonly ResourceRow[]): Promise<void> {
  const values = rows.map(
    (row) =>
      sql`(${row.key}, ${row.desired}, ${row.generation}, ${row.failure}, ${row.modified_at}, ${row.modified_by}, ${row.due_at}, ${row.attempts}, ${row.fires_at})`,
  )
  // What PostgreSQL takes a parameter for is text; for SQLite a number stays one.
  const number = (name: string) => sql`cast(${sql.ref(`fired.${name}`)} as bigint)`
  await sql`
    with fired (key, desired, generation, failure, modified_at, modified_by, due_at, attempts, fires_at) as (values ${sql.join(values)})
    update resources set
      desired = fired.desired, generation = ${number('generation')}, revision = resources.revision + 1,
      failure = fired.failure, modified_at = ${number('modified_at')}, modified_by = fired.modified_by,
      due_at = ${number('due_at')}, attempts = ${number('attempts')}, fires_at = ${number('fires_at')}
    from fired where resources.key = fired.key`.execute(db)
}
