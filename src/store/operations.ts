// Reading operations, and ending them from outside a settle: cancelled by a person or past their deadline.

import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely'
import { lockRows } from './lock-rows.ts'
import type { OpenDatabase } from './open-database.ts'
import { operationOf } from './operation-rows.ts'
import type { Failure, OperationRecord } from './records.ts'
import type { Store } from './store.ts'
import type { OperationRow, Tables } from './tables.ts'
import { wakeRows } from './wake-rows.ts'
import { type Write, writeTransaction } from './write-transaction.ts'

const keysPerQuery = 500

export async function getOperation(db: Kysely<Tables>, id: string): Promise<OperationRecord | undefined> {
  const row = await db.selectFrom('operations').selectAll().where('id', '=', id).executeTakeFirst()
  return row && operationOf(row)
}

export async function listOperations(
  db: Kysely<Tables>,
  { resourceKey, limit, before }: { resourceKey: string; limit: number; before?: number },
): Promise<OperationRecord[]> {
  let select = db.selectFrom('operations').selectAll().where('resource_key', '=', resourceKey).limit(limit)
  if (before !== undefined) {
    select = select.where('accepted_at', '<', before)
  }
  const rows = await select.orderBy('accepted_at', 'desc').orderBy('generation', 'desc').orderBy('id', 'desc').execute()
  return rows.map(operationOf)
}

export async function lastOperations(
  db: Kysely<Tables>,
  resourceKeys: readonly string[],
): Promise<Map<string, OperationRecord>> {
  const last = new Map<string, OperationRecord>()
  for (let start = 0; start < resourceKeys.length; start += keysPerQuery) {
    for (const row of await newestOfEach(db, resourceKeys.slice(start, start + keysPerQuery))) {
      last.set(row.resource_key, operationOf(row))
    }
  }
  return last
}

export async function finishOperation(
  db: Kysely<Tables>,
  id: string,
  outcome: Parameters<Store['finishOperation']>[1],
): Promise<void> {
  await db
    .updateTable('operations')
    .set({
      status: outcome.status,
      finished_at: outcome.at,
      error: outcome.error === undefined ? null : JSON.stringify(outcome.error),
      next_step: outcome.nextStep ?? null,
    })
    .where('id', '=', id)
    .where('status', '=', 'InProgress')
    .execute()
}

export async function expireOperations(database: OpenDatabase, now: number): Promise<string[]> {
  const overdue = await overdueAt(database.db, now)
  // Asked several times a second: without anything overdue it takes no write lock.
  if (overdue.length === 0) {
    return []
  }
  return await writeTransaction(database, async (write) => {
    const keys = [...new Set(overdue.map((row) => row.resource_key))]
    const rows = await lockRows(write, keys)
    const stillOverdue = await overdueAt(write.db, now)
    for (const operation of stillOverdue.filter((row) => keys.includes(row.resource_key))) {
      await expire(write, operation, now)
    }
    const found = keys.filter((key) => rows.has(key))
    await wakeRows(write, found, now)
    return found
  })
}

async function expire({ db }: Write, operation: OperationRow, now: number): Promise<void> {
  const failure = lateFailure(operation)
  await finishOperation(db, operation.id, {
    status: 'Failed',
    at: now,
    error: failure.error,
    ...(failure.nextStep === undefined ? {} : { nextStep: failure.nextStep }),
  })
  await db
    .updateTable('resources')
    .set(({ eb }) => ({ failure: JSON.stringify(failure), revision: eb('revision', '+', 1) }))
    .where('key', '=', operation.resource_key)
    .where('generation', '=', operation.generation)
    .execute()
}

function lateFailure(operation: OperationRow): Failure {
  const minutes = Math.max(1, Math.round((operation.deadline - operation.accepted_at) / 60_000))
  return {
    generation: operation.generation,
    error: {
      code: 'OperationTimedOut',
      message: `${operation.verb} was not done after ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    },
    nextStep: 'Carrel goes on trying; start, stop or delete it if you do not want to wait.',
  }
}

async function overdueAt(db: Kysely<Tables>, now: number): Promise<OperationRow[]> {
  return await db
    .selectFrom('operations')
    .selectAll()
    .where('status', '=', 'InProgress')
    .where('deadline', '<=', now)
    .execute()
}

async function newestOfEach(db: Kysely<Tables>, keys: readonly string[]): Promise<OperationRow[]> {
  return await db
    .with('ranked', (query) =>
      query
        .selectFrom('operations')
        .selectAll()
        .select(({ fn }) =>
          fn
            .agg<number>('row_number')
            .over((over) =>
              over
                .partitionBy('resource_key')
                .orderBy('accepted_at', 'desc')
                .orderBy('generation', 'desc')
                .orderBy('id', 'desc'),
            )
            .as('rank'),
        )
        .where('resource_key', 'in', [...keys])
        .where(isNoFinding),
    )
    .selectFrom('ranked')
    .selectAll()
    .where('rank', '=', 1)
    .execute()
}

/** A finding is the only thing that succeeded with something to say. */
function isNoFinding({ or, eb }: ExpressionBuilder<Tables, 'operations'>): Expression<SqlBool> {
  return or([eb('status', '!=', 'Succeeded'), eb('error', 'is', null)])
}
