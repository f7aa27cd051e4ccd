// The nodes of a cluster: what each does, and where it is entered.

import type { AnswerAction } from '../../../../arm/resource-type.ts'
import { type NodeRecord, nodeType } from '../../../../fleet/fleet.ts'
import { nodeState } from '../../../../fleet/pool/node-state.ts'
import type { PoolObserved } from '../../../../fleet/pool/pool.ts'
import type { AmlCluster } from './aml-cluster.ts'

/** Before, the list said of what kind of compute it is. */
const plainSince = '2021-07-01'

export const listNodes: AnswerAction<AmlCluster, PoolObserved> = {
  kind: 'answer',
  async answer({ record, apiVersion }, { store }) {
    const nodes = (await store.list({ type: nodeType, parentKey: record.key })) as NodeRecord[]
    const states = record.observed?.pool?.states ?? {}
    return {
      ...(apiVersion < plainSince ? { computeType: 'AmlCompute' } : {}),
      nodes: nodes.map((node) => {
        const { ssh } = node.desired.template
        return {
          nodeId: node.name,
          nodeState: states[node.name]?.state ?? nodeState(node, new Set()),
          privateIpAddress: node.observed?.endpoint?.host ?? null,
          publicIpAddress: ssh?.host ?? null,
          port: ssh?.port ?? null,
          runId: null,
        }
      }),
    }
  },
}
