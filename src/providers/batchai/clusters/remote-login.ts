// BA-36: where each node is reached by SSH: one address, a port for each.

import type { AnswerAction } from '../../../arm/resource-type.ts'
import { type NodeRecord, nodeType } from '../../../fleet/fleet.ts'
import type { PoolObserved } from '../../../fleet/pool/pool.ts'
import type { Cluster } from './cluster.ts'

export const listRemoteLoginInformation: AnswerAction<Cluster, PoolObserved> = {
  kind: 'answer',
  async answer({ record }, { store }) {
    const nodes = (await store.list({ type: nodeType, parentKey: record.key })) as NodeRecord[]
    const value = nodes
      .filter(({ deletedAt, observed }) => deletedAt === undefined && observed?.endpoint !== undefined)
      .flatMap(({ name, desired: { template } }) =>
        template.ssh ? [{ nodeId: name, ipAddress: template.ssh.host, port: template.ssh.port }] : [],
      )
    return { value: value.sort((a, b) => a.port - b.port) }
  },
}
