// What any store must keep, whatever it is built on. The parts are in `store/`, by the promise they hold it to.

import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { type DatabaseLocation, type OpenDatabase, openDatabase } from '../../src/store/open-database.ts'
import { createSqlStore } from '../../src/store/sql-store.ts'
import { acceptContract } from './store/accept.contract.ts'
import { activityContract } from './store/activity.contract.ts'
import { changesContract } from './store/changes.contract.ts'
import { claimsContract } from './store/claims.contract.ts'
import { firingContract } from './store/firing.contract.ts'
import { leaseContract } from './store/lease.contract.ts'
import { listContract } from './store/list.contract.ts'
import { operationsContract } from './store/operations.contract.ts'
import { queueContract } from './store/queue.contract.ts'
import { quotaContract } from './store/quota.contract.ts'
import { settleContract } from './store/settle.contract.ts'
import type { Subject } from './store/subject.ts'

export function storeContract(name: string, locate: () => Promise<DatabaseLocation>): void {
  describe(`the store on ${name}`, () => {
    let subject: Subject | undefined

    beforeAll(async () => {
      const location = await locate()
      const database = await openDatabase(location)
      subject = { location, database, store: createSqlStore(database) }
    })
    beforeEach(() => empty(current().database))
    afterAll(() => subject?.store.close())

    const current = (): Subject => {
      if (subject === undefined) throw new Error('The database was not opened')
      return subject
    }
    acceptContract(current)
    claimsContract(current)
    quotaContract(current)
    leaseContract(current)
    firingContract(current)
    settleContract(current)
    queueContract(current)
    changesContract(current)
    operationsContract(current)
    listContract(current)
    activityContract(current)
  })
}

async function empty({ db }: OpenDatabase): Promise<void> {
  for (const table of ['resources', 'operations', 'claims', 'quota_limits'] as const) {
    await db.deleteFrom(table).execute()
  }
}
