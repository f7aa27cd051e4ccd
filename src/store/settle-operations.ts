// What a settled outcome means for the operations that led to it, and the findings beside them.

import { randomUUID } from 'node:crypto'
import type { UpdateObject } from 'kysely'
import { timeOrderedId } from '../base/time-ordered-id.ts'
import { operationRow } from './operation-rows.ts'
import type { Actor } from './records.ts'
import type { Settlement } from './store.ts'
import { systemActor } from './system-actor.ts'
import type { ResourceRow, Tables } from './tables.ts'
import type { Write } from './write-transaction.ts'

interface SettledGeneration {
  /** The generation that was leased; operations of later ones go on. */
  readonly generation: number
  readonly settlement: Settlement
  readonly isRemoved: boolean
}

export async function settleOperations(write: Write, row: ResourceRow, settled: SettledGeneration): Promise<void> {
  const { settlement, isRemoved } = settled
  if (settlement.phases !== undefined) {
    await updateRunning(write, row, settled, { phases: JSON.stringify(settlement.phases) })
  }
  if (isRemoved) {
    await finishRemoved(write, row, settlement.at)
  } else if (settlement.failure !== undefined) {
    const { error, nextStep } = settlement.failure
    await updateRunning(write, row, settled, {
      status: 'Failed',
      finished_at: settlement.at,
      error: JSON.stringify(error),
      next_step: nextStep ?? null,
    })
  } else if (settlement.isConverged) {
    await updateRunning(write, row, settled, { status: 'Succeeded', finished_at: settlement.at })
  }
  await recordFindings(write, row, settled)
}

async function updateRunning(
  { db }: Write,
  row: ResourceRow,
  { generation }: SettledGeneration,
  change: UpdateObject<Tables, 'operations'>,
): Promise<void> {
  await db
    .updateTable('operations')
    .set(change)
    .where('resource_key', '=', row.key)
    .where('status', '=', 'InProgress')
    .where('generation', '<=', generation)
    .execute()
}

/** With the row gone nothing can end the others any more. */
async function finishRemoved({ db }: Write, row: ResourceRow, at: number): Promise<void> {
  const running = db.updateTable('operations').where('resource_key', '=', row.key).where('status', '=', 'InProgress')
  const error = { code: 'OperationSuperseded', message: 'The resource was deleted.' }
  await running.where('verb', '=', 'Delete').set({ status: 'Succeeded', finished_at: at }).execute()
  await running.set({ status: 'Canceled', finished_at: at, error: JSON.stringify(error) }).execute()
}

async function recordFindings({ db }: Write, row: ResourceRow, settled: SettledGeneration): Promise<void> {
  const { findings, at } = settled.settlement
  const { tenantId } = JSON.parse(row.modified_by) as Actor
  for (const finding of findings) {
    const told = (await toldOf(db, finding.key)) ?? { ...row, generation: settled.generation }
    await db
      .insertInto('operations')
      .values(
        operationRow({
          id: timeOrderedId(at),
          resourceKey: told.key,
          resourceId: told.id,
          resourceType: told.type,
          generation: told.generation,
          verb: finding.cause,
          actor: systemActor(tenantId),
          trigger: 'System',
          correlationId: randomUUID(),
          acceptedAt: at,
          deadline: at,
          status: 'Succeeded',
          phases: [],
          finishedAt: at,
          error: { code: finding.cause, message: finding.message },
          nextStep: finding.nextStep,
        }),
      )
      .execute()
  }
}

function toldOf(db: Write['db'], key: string | undefined) {
  const row = db.selectFrom('resources').select(['key', 'id', 'type', 'generation'])
  return key === undefined ? undefined : row.where('key', '=', key).executeTakeFirst()
}
