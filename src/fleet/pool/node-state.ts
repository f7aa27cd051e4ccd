import type { NodeRecord } from '../fleet.ts'
import { failedScript } from '../node-setup.ts'
import type { NodeState } from './pool.ts'

/** In the words of a cluster. `busy`: names of nodes that have a job. */
export function nodeState(node: NodeRecord, busy: ReadonlySet<string>): NodeState {
  const { observed, desired } = node
  if (node.deletedAt !== undefined) return 'leaving'
  if (node.failure?.generation === node.generation) return 'unusable'
  if (observed?.phase !== 'running' || observed.boot !== desired.boot) return 'preparing'
  if (failedScript(observed.setup)) return 'unusable'
  return busy.has(node.name) ? 'running' : 'idle'
}
