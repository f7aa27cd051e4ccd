// One accepted change, whole or not at all: the row, its claims, its quota and its operation.

import { writeInGroup } from './group-commit.ts'
import { holdClaims } from './hold-claims.ts'
import { holdQuota } from './hold-quota.ts'
import { lockRows, requireLive } from './lock-rows.ts'
import { nextGeneration } from './next-generation.ts'
import type { OpenDatabase } from './open-database.ts'
import { recordAccepted } from './record-accepted.ts'
import type { ResourceRecord } from './records.ts'
import { holdingColumns, holdingOf, jsonText, newRow, queueColumns, recordOf } from './resource-rows.ts'
import type { AcceptedChange } from './store.ts'
import { ParentGone, RevisionConflict } from './store-errors.ts'
import type { ResourceRow } from './tables.ts'
import { type Write, writeTransaction } from './write-transaction.ts'

export function accept(database: OpenDatabase, change: AcceptedChange): Promise<ResourceRecord> {
  // As for settles: several people's changes wait for the disk together.
  const inTransaction = database.dialect === 'sqlite' ? writeInGroup : writeTransaction
  return inTransaction(database, async (write) => {
    await requireLive(write, change.requireLive)
    const previous = await rowDecidedUpon(write, change)
    const next = change.isDelete ? markedDeleted(previous, change) : written(previous, change)
    const settled = isSettledAsWritten(change) ? asSettled(next) : next
    if (change.isDelete && isSettledAsWritten(change)) {
      await removeRow(write, settled.key)
    } else {
      await save(write, previous, settled)
    }
    if (!change.isDelete) {
      await holdClaims(write, settled.key, change)
      await holdQuota(write, settled.key, { previous: previous && holdingOf(previous), next: change.holding })
    }
    await recordAccepted(write, settled, change)
    return recordOf(settled)
  })
}

/** The row and its claims; its operations stay for the timeline. */
export async function removeRow({ db }: Write, key: string): Promise<void> {
  await db.deleteFrom('resources').where('key', '=', key).execute()
  await db.deleteFrom('claims').where('resource_key', '=', key).execute()
}

async function rowDecidedUpon(write: Write, change: AcceptedChange): Promise<ResourceRow | undefined> {
  const key = change.id.toLowerCase()
  const row = (await lockRows(write, [key])).get(key)
  if (row?.revision !== change.ifRevision) {
    throw new RevisionConflict(`${change.id} has changed`)
  }
  if (row?.deleted_at != null && !change.isDelete) {
    throw new ParentGone(key, { isDeleting: true })
  }
  return row
}

function written(previous: ResourceRow | undefined, change: AcceptedChange): ResourceRow {
  const columns = {
    ...holdingColumns(change.holding),
    ...queueColumns(change.queued),
    fires_at: change.firesAt ?? null,
  }
  if (previous === undefined) {
    return { ...newRow(change), ...columns }
  }
  return { ...nextGeneration(previous, change), desired: jsonText(change.desired), ...columns }
}

function markedDeleted(previous: ResourceRow | undefined, change: AcceptedChange): ResourceRow {
  if (previous === undefined) {
    return { ...newRow(change), deleted_at: change.at }
  }
  return { ...nextGeneration(previous, change), deleted_at: previous.deleted_at ?? change.at, fires_at: null }
}

function isSettledAsWritten({ operation }: AcceptedChange): boolean {
  return operation === undefined || operation.isInstant
}

function asSettled(row: ResourceRow): ResourceRow {
  return { ...row, observed_generation: row.generation, due_at: null }
}

async function save({ db }: Write, previous: ResourceRow | undefined, row: ResourceRow): Promise<void> {
  if (previous !== undefined) {
    await db.updateTable('resources').set(row).where('key', '=', row.key).execute()
    return
  }
  const inserted = await db
    .insertInto('resources')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) {
    throw new RevisionConflict(`${row.id} was created meanwhile`)
  }
}
