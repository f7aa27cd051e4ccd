// Writes what a reconcile found, unless the world has moved on: a lost lease writes nothing, and a change accepted while
// the row was leased stays due, is not called converged and is not removed.

import { removeRow } from './accept.ts'
import { applyChanges } from './apply-changes.ts'
import { writeInGroup } from './group-commit.ts'
import { lockRows } from './lock-rows.ts'
import type { OpenDatabase } from './open-database.ts'
import type { Actor } from './records.ts'
import { jsonText, queueColumns } from './resource-rows.ts'
import { settleOperations } from './settle-operations.ts'
import type { Lease, Settlement } from './store.ts'
import type { ResourceRow } from './tables.ts'
import { type Write, writeTransaction } from './write-transaction.ts'

export function settle(database: OpenDatabase, lease: Lease, settlement: Settlement): Promise<boolean> {
  // PostgreSQL commits for several connections at once by itself.
  const inTransaction = database.dialect === 'sqlite' ? writeInGroup : writeTransaction
  return inTransaction(database, async (write) => {
    const rows = await lockRows(write, [lease.record.key, ...settlement.changes.map(keyOfChange)])
    const row = rows.get(lease.record.key)
    if (row === undefined || row.lease_token !== lease.token) {
      return false
    }
    const isCurrent = row.generation === lease.record.generation
    const isRemoved = settlement.isGone && isCurrent && row.deleted_at !== null
    if (isRemoved) {
      await removeRow(write, row.key)
    } else {
      await writeOutcome(write, row, { lease, settlement, isCurrent })
    }
    await settleOperations(write, row, { generation: lease.record.generation, settlement, isRemoved })
    const actor = JSON.parse(row.modified_by) as Actor
    await applyChanges(write, settlement.changes, { at: settlement.at, actor })
    return true
  })
}

function keyOfChange(change: Settlement['changes'][number]): string {
  return change.kind === 'create' ? change.id.toLowerCase() : change.key
}

interface LeasedOutcome {
  readonly lease: Lease
  readonly settlement: Settlement
  /** False: a change was accepted while the row was leased. */
  readonly isCurrent: boolean
}

async function writeOutcome({ db }: Write, row: ResourceRow, outcome: LeasedOutcome): Promise<void> {
  const { lease, settlement, isCurrent } = outcome
  const seen = {
    observed: settlement.observed === undefined ? null : jsonText(settlement.observed),
    observed_generation: settlement.isConverged ? lease.record.generation : row.observed_generation,
    failure: isCurrent ? failureAfter(row, settlement) : row.failure,
  }
  const isNews =
    seen.observed !== row.observed ||
    seen.observed_generation !== row.observed_generation ||
    seen.failure !== row.failure
  await db
    .updateTable('resources')
    .set({
      ...seen,
      ...queueAfter(settlement.queued, isCurrent),
      // Looking again and finding the same is not a write a reader of the ETag cares for.
      revision: isNews ? row.revision + 1 : row.revision,
      attempts: isCurrent ? settlement.attempts : row.attempts,
      due_at: isCurrent ? dueAfter(row, settlement) : row.due_at,
      lease_token: null,
      lease_until: null,
    })
    .where('key', '=', row.key)
    .execute()
}

function queueAfter(queued: Settlement['queued'], isCurrent: boolean) {
  if (queued === null) return queueColumns(undefined)
  return queued === undefined || !isCurrent ? {} : queueColumns(queued)
}

/** An expired operation fails the row while a reconcile may be at it; only convergence takes that back. */
function failureAfter(row: ResourceRow, { failure, isConverged }: Settlement): string | null {
  if (failure !== undefined) {
    return JSON.stringify(failure)
  }
  return isConverged ? null : row.failure
}

function dueAfter(row: ResourceRow, settlement: Settlement): number | null {
  const wokenAt =
    row.due_at !== null && row.lease_until !== null && row.due_at < row.lease_until ? row.due_at : undefined
  const due = Math.min(wokenAt ?? Number.POSITIVE_INFINITY, settlement.dueAt ?? Number.POSITIVE_INFINITY)
  return Number.isFinite(due) ? due : null
}
