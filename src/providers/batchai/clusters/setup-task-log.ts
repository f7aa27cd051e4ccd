// Beside Azure: what the set-up task of a cluster printed on one of its nodes. It may hold what the task was given, so reading
// the cluster is not enough: the action needs a right of its own.

import { z } from 'zod'
import { readBody } from '../../../arm/read-body.ts'
import type { AnswerAction } from '../../../arm/resource-type.ts'
import { ArmError } from '../../../base/errors.ts'
import type { NodeAnswer, NodeRequest } from '../../../fleet/ask-node.ts'
import { type NodeRecord, nodeType } from '../../../fleet/fleet.ts'
import type { PoolObserved } from '../../../fleet/pool/pool.ts'
import { readSetupLog } from '../../../fleet/read-setup-log.ts'
import type { Cluster } from './cluster.ts'

const bodySchema = z.strictObject({
  nodeId: z.string('is required').max(100),
  /** Bytes to leave out: `nextOffset` of the answer before. */
  offset: z.int().min(0).nullish(),
})

export interface NodeAsking {
  /** Asks the supervisor of a node; throws when it does not answer. */
  askNode(machineKey: string, asked: NodeRequest): Promise<NodeAnswer>
}

export function setupTaskLog({ askNode }: NodeAsking): AnswerAction<Cluster, PoolObserved> {
  return {
    kind: 'answer',
    isQuestion: true,
    async answer({ record }, { store, body }) {
      const { nodeId, offset } = readBody(bodySchema, body ?? {})
      if (record.desired.setupTask === undefined)
        throw new ArmError(404, 'NoSetupTask', 'The cluster has no set-up task.')
      const nodes = (await store.list({ type: nodeType, parentKey: record.key })) as NodeRecord[]
      const node = nodes.find(({ name }) => name === nodeId)
      if (node === undefined)
        throw new ArmError(404, 'NodeNotFound', `The cluster has no node '${nodeId}'. GET …/nodes names them.`, {
          target: 'nodeId',
        })
      const ask = (asked: NodeRequest) => askNode(node.desired.machineKey, asked)
      const part = await readSetupLog(ask, { kind: 'startup', offset: offset ?? 0 }).catch((cause: unknown) => {
        throw new ArmError(409, 'NodeNotReady', 'The node does not answer yet. Ask again in a moment.', { cause })
      })
      if (part === undefined) throw new ArmError(409, 'NoLogHere', 'The node keeps no log of its set-up task yet.')
      return { nodeId, offset: offset ?? 0, ...part }
    },
  }
}
