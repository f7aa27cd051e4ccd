// The operation of an accepted change.

import { operationRow } from './operation-rows.ts'
import type { AcceptedChange } from './store.ts'
import type { ResourceRow } from './tables.ts'
import type { Write } from './write-transaction.ts'

export async function recordAccepted({ db }: Write, row: ResourceRow, change: AcceptedChange): Promise<void> {
  const { operation, actor, at } = change
  if (operation === undefined) {
    return
  }
  if (operation.supersedes) {
    await cancelSuperseded({ db }, row.key, operation.verb, at)
  }
  await db
    .insertInto('operations')
    .values(
      operationRow({
        id: operation.id,
        resourceKey: row.key,
        resourceId: row.id,
        resourceType: row.type,
        generation: row.generation,
        verb: operation.verb,
        actor,
        trigger: operation.trigger,
        correlationId: operation.correlationId,
        acceptedAt: at,
        deadline: operation.deadline,
        status: operation.isInstant ? 'Succeeded' : 'InProgress',
        phases: [],
        finishedAt: operation.isInstant ? at : undefined,
        error: undefined,
        nextStep: undefined,
      }),
    )
    .execute()
}

async function cancelSuperseded({ db }: Pick<Write, 'db'>, key: string, verb: string, at: number): Promise<void> {
  const error = { code: 'OperationSuperseded', message: `A later ${verb} took the place of this operation.` }
  await db
    .updateTable('operations')
    .set({ status: 'Canceled', finished_at: at, error: JSON.stringify(error) })
    .where('resource_key', '=', key)
    .where('status', '=', 'InProgress')
    .execute()
}
