// BA-36: where each node is reached by SSH: one address, a port for each.

import type { AnswerAction } from '../../../arm/resource-type.ts'
import { type NodeRecord, nodeType } from '../../../fleet/fleet.ts'
import type { PoolObserved } from '../../../fleet/pool/pool.ts'
import type { Cluster } from './cluster.ts'

/** From this api-version on, whoever wants to know a node before the first connection is told its keys. */
const ownSince = '2026-11-01'

export const listRemoteLoginInformation: AnswerAction<Cluster, PoolObserved> = {
  kind: 'answer',
  async answer({ record, apiVersion }, { store }) {
    const nodes = (await store.list({ type: nodeType, parentKey: record.key })) as NodeRecord[]
    const value = nodes
      .filter(({ deletedAt, observed }) => deletedAt === undefined && observed?.endpoint !== undefined)
      .flatMap(({ name, desired: { template }, observed }) =>
        template.ssh
          ? [
              {
                ...{ nodeId: name, ipAddress: template.ssh.host, port: template.ssh.port },
                ...(apiVersion >= ownSince ? { hostKeys: observed?.sshHostKeys ?? [] } : {}),
              },
            ]
          : [],
      )
    return { value: value.sort((a, b) => a.port - b.port) }
  },
}
