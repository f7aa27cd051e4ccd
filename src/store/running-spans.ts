// When machines ran: one row for each boot of a node, from when it was first seen to when it was last. Seeing it again only
// moves the end, so that nothing counts twice however often the server is killed; and a machine that ran on while the server
// was away is found in the same boot, and has run.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { RunningSpanRow, Tables } from './tables.ts'

export interface RunningSpan {
  readonly fleetKey: string
  readonly nodeKey: string
  readonly bootId: string
  /** Of the resource that it belongs to. */
  readonly fleetId: string
  readonly size: string
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
}

/** SQLite works on our own thread: after so many, others have their turn. */
const rowsAtOnce = 50

/** Begins those that are new and moves the end of the others; an end never goes back. */
export async function extendSpans(db: Kysely<Tables>, spans: readonly RunningSpan[]): Promise<void> {
  for (let start = 0; start < spans.length; start += rowsAtOnce) {
    await nextTurn()
    await db
      .insertInto('running_spans')
      .values(spans.slice(start, start + rowsAtOnce).map(rowOf))
      .onConflict((conflict) =>
        conflict
          .columns(['fleet_key', 'node_key', 'boot_id'])
          .doUpdateSet((eb) => ({ to_at: eb.ref('excluded.to_at') }))
          .whereRef('running_spans.to_at', '<', 'excluded.to_at'),
      )
      .execute()
  }
}

/** Those at or below a key that ran at some time between the two. */
export async function runningSpans(
  db: Kysely<Tables>,
  asked: { readonly underKey: string; readonly from: number; readonly to: number },
): Promise<RunningSpan[]> {
  const { underKey, from, to } = asked
  const rows = await db
    .selectFrom('running_spans')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('fleet_key', '=', underKey),
        // '0' is the character after '/'.
        eb.and([eb('fleet_key', '>', `${underKey}/`), eb('fleet_key', '<', `${underKey}0`)]),
      ]),
    )
    .where('to_at', '>', from)
    .where('from_at', '<', to)
    .execute()
  return rows.map(spanOf)
}

export async function sweepSpans(db: Kysely<Tables>, before: number): Promise<void> {
  await db.deleteFrom('running_spans').where('to_at', '<', before).execute()
}

function rowOf({ fleetKey, nodeKey, bootId, fleetId, size, from, to }: RunningSpan): RunningSpanRow {
  return { fleet_key: fleetKey, node_key: nodeKey, boot_id: bootId, fleet_id: fleetId, size, from_at: from, to_at: to }
}

function spanOf(row: RunningSpanRow): RunningSpan {
  return {
    fleetKey: row.fleet_key,
    nodeKey: row.node_key,
    bootId: row.boot_id,
    fleetId: row.fleet_id,
    size: row.size,
    from: Number(row.from_at),
    to: Number(row.to_at),
  }
}
