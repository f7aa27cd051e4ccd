// Beside Azure: a cluster's nodes, its queue and its past, for whoever may read it.

import type { AnswerAction } from '../../../arm/resource-type.ts'
import type { PoolObserved } from '../../../fleet/pool/pool.ts'
import { poolHistory, poolNodes } from '../../../fleet/pool/pool-views.ts'
import type { Cluster } from './cluster.ts'
import { waitingJobs } from './waiting-jobs.ts'

type View = AnswerAction<Cluster, PoolObserved>
const forReaders = { kind: 'answer', method: 'GET', permission: 'read' } as const

export const nodes: View = {
  ...forReaders,
  answer: async ({ record }, { store }) => ({ value: await poolNodes(record, record.observed?.pool, store) }),
}

export const queue: View = {
  ...forReaders,
  answer: ({ record }, { store }) => waitingJobs(record, store),
}

export const history: View = {
  ...forReaders,
  answer: async ({ record }) => ({ value: poolHistory(record.observed?.pool) }),
}
