// Beside Azure: a cluster's nodes and its past, for whoever may read it; `listNodes` also tells where they are entered.

import type { AnswerAction } from '../../../../arm/resource-type.ts'
import type { PoolObserved } from '../../../../fleet/pool/pool.ts'
import { poolHistory, poolNodes } from '../../../../fleet/pool/pool-views.ts'
import type { AmlCluster } from './aml-cluster.ts'

type View = AnswerAction<AmlCluster, PoolObserved>
const forReaders = { kind: 'answer', method: 'GET', permission: 'read' } as const

export const nodes: View = {
  ...forReaders,
  answer: async ({ record }, { store }) => ({ value: await poolNodes(record, record.observed?.pool, store) }),
}

export const history: View = {
  ...forReaders,
  answer: async ({ record }) => ({ value: poolHistory(record.observed?.pool) }),
}
