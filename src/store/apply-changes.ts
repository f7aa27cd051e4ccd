// What a reconcile asks to happen to other rows. Each is idempotent: asking twice is asking once.

import { canonicalJson } from '../base/json.ts'
import { hasRoom } from './hold-quota.ts'
import { lockRows } from './lock-rows.ts'
import type { Actor } from './records.ts'
import { holdingColumns, jsonText, newRow } from './resource-rows.ts'
import type { Change } from './store.ts'
import type { ResourceRow } from './tables.ts'
import { wakeRows } from './wake-rows.ts'
import type { Write } from './write-transaction.ts'

interface Cause {
  readonly at: number
  readonly actor: Actor
}

export async function applyChanges(write: Write, changes: readonly Change[], cause: Cause): Promise<void> {
  // Limits are locked last, so that no two transactions wait for each other.
  for (const change of changes.toSorted((a, b) => Number(holds(a)) - Number(holds(b)))) {
    await applyChange(write, change, cause)
  }
}

function holds(change: Change): boolean {
  return change.kind === 'create' && change.holding !== undefined
}

async function applyChange(write: Write, change: Change, cause: Cause): Promise<void> {
  switch (change.kind) {
    case 'create':
      return create(write, change, cause)
    case 'desire':
      return desire(write, change, cause)
    case 'delete':
      return markDeleted(write, change.key, cause)
    case 'wake':
      return wakeRows(write, [change.key], cause.at)
  }
}

async function create(write: Write, change: Extract<Change, { kind: 'create' }>, cause: Cause): Promise<void> {
  const { holding } = change
  if (holding !== undefined && !(await hasRoom(write, change.id.toLowerCase(), holding))) return
  await write.db
    .insertInto('resources')
    .values({ ...newRow({ ...change, ...cause }), ...holdingColumns(holding) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
}

async function desire(write: Write, change: Extract<Change, { kind: 'desire' }>, cause: Cause): Promise<void> {
  const row = (await lockRows(write, [change.key])).get(change.key)
  if (row === undefined || row.deleted_at !== null) {
    return
  }
  const desired = jsonText(change.desired)
  if (canonicalJson(JSON.parse(desired)) !== canonicalJson(JSON.parse(row.desired))) {
    await save(write, row, cause, { desired })
  }
}

async function markDeleted(write: Write, key: string, cause: Cause): Promise<void> {
  const row = (await lockRows(write, [key])).get(key)
  if (row === undefined) {
    return
  }
  if (row.deleted_at === null) {
    await save(write, row, cause, { deleted_at: cause.at, fires_at: null })
  } else {
    await wakeRows(write, [key], cause.at)
  }
}

async function save({ db }: Write, row: ResourceRow, cause: Cause, altered: Partial<ResourceRow>): Promise<void> {
  await db
    .updateTable('resources')
    .set({
      ...altered,
      generation: row.generation + 1,
      revision: row.revision + 1,
      failure: null,
      modified_at: cause.at,
      modified_by: JSON.stringify(cause.actor),
      due_at: cause.at,
      attempts: 0,
    })
    .where('key', '=', row.key)
    .execute()
}
