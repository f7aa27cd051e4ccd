// The store on SQL, SQLite and PostgreSQL alike. Each promise of `store.ts` has a file of its own; this one is the list.

import { accept } from './accept.ts'
import { listActivity } from './activity.ts'
import { claimHolder, claimsOf, claimsOfKind } from './claims.ts'
import { fireDue } from './fire-due.ts'
import { leaseDue } from './lease-due.ts'
import type { OpenDatabase } from './open-database.ts'
import { expireOperations, finishOperation, getOperation, lastOperations, listOperations } from './operations.ts'
import { holdersOf, quotaLimits, setQuotaLimit, usage } from './quota.ts'
import { releaseLeases } from './release-leases.ts'
import { getResource, getResources, listQueue, listResources, nextDue } from './resources.ts'
import { retryFailed } from './retry-failed.ts'
import { settle } from './settle.ts'
import type { Store } from './store.ts'
import { wakeRows } from './wake-rows.ts'
import { lossyTransaction } from './write-transaction.ts'

export function createSqlStore(database: OpenDatabase): Store {
  const { db } = database
  return {
    get: (key) => getResource(db, key),
    getAll: (keys) => getResources(db, keys),
    list: (query, page) => listResources(db, query, page),
    queue: (queueKey) => listQueue(db, queueKey),
    accept: (change) => accept(database, change),

    leaseDue: (now, limit, leaseMs) => leaseDue(database, { now, limit, leaseMs }),
    settle: (lease, settlement) => settle(database, lease, settlement),
    releaseLeases: (now) => releaseLeases(database, now),
    wake: async (keys, at) => {
      if (keys.length > 0) await lossyTransaction(database, (write) => wakeRows(write, keys, at))
    },
    retryFailed: (turns) => retryFailed(database, turns),
    fireDue: (now, limit, decide) => fireDue(database, { now, limit, decide }),
    nextDue: () => nextDue(db),

    operation: (id) => getOperation(db, id),
    operations: (query) => listOperations(db, query),
    activity: (query) => listActivity(db, query),
    lastOperation: async (resourceKey) => (await lastOperations(db, [resourceKey])).get(resourceKey),
    lastOperations: (resourceKeys) => lastOperations(db, resourceKeys),
    finishOperation: (id, outcome) => finishOperation(db, id, outcome),
    expireOperations: (now) => expireOperations(database, now),

    claimsOf: (key) => claimsOf(db, key),
    claims: (kind) => claimsOfKind(db, kind),
    claimHolder: (claim) => claimHolder(db, claim),

    usage: (engine) => usage(db, engine),
    quotaLimits: (engine) => quotaLimits(db, engine),
    setQuotaLimit: (engine, family, limit) => setQuotaLimit(db, engine, { family, limit }),
    holders: async (engine, family) => (await holdersOf(db, engine, family)).map(({ id, cores }) => ({ id, cores })),

    close: () => database.close(),
  }
}
