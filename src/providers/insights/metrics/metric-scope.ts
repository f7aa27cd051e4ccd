// Whose measurements a resource's metrics are. Nodes are measured; a fleet has those of all its nodes, and a job those of the
// nodes it had, in the minutes in which it ran: no other job is on them then.

import { keyOf } from '../../../arm/resource-id.ts'
import type { JobObserved } from '../../../fleet/jobs/job.ts'
import type { ResourceRecord } from '../../../store/records.ts'

const jobType = 'Microsoft.BatchAI/workspaces/experiments/jobs'
export const measuredTypes = [
  'Microsoft.MachineLearningServices/workspaces/computes',
  'Microsoft.BatchAI/workspaces/clusters',
  jobType,
]

export interface MetricScope {
  readonly fleetKey: string
  /** Epoch milliseconds; before it nothing is told. */
  readonly from: number
  /** Likewise after it. */
  readonly to: number
  isOf(nodeKey: string): boolean
}

export function metricScope({ key, type, createdAt, desired, observed }: ResourceRecord): MetricScope {
  if (type !== jobType) return { fleetKey: key, from: wholeMinute(createdAt), to: Infinity, isOf: () => true }
  const { clusterId } = desired as { readonly clusterId: string }
  const { nodes = [], startedAt, endedAt = Infinity } = (observed ?? {}) as Partial<JobObserved>
  const fleetKey = keyOf(clusterId)
  const keys = new Set(nodes.map((name) => keyOf(`${clusterId}/nodes/${name}`)))
  const from = startedAt === undefined ? Infinity : wholeMinute(startedAt)
  return { fleetKey, from, to: endedAt, isOf: (nodeKey) => keys.has(nodeKey) }
}

function wholeMinute(time: number): number {
  return Math.floor(time / 60_000) * 60_000
}
