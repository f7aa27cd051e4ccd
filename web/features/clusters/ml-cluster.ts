// A cluster of Azure ML (AmlCompute), read off the wire into what the pages speak of. Pure.

import { workspaceKeyOf } from '../../paths.ts'
import { type Cluster, type NodeState, readCounts } from './cluster.ts'

export interface WireMlCluster {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly computeType: string
    readonly provisioningState?: string
    readonly createdOn?: string
    readonly properties?: {
      readonly vmSize: string
      readonly vmPriority: string
      readonly allocationState: string
      readonly allocationStateTransitionTime?: string
      readonly nodeStateCounts?: Readonly<Record<`${NodeState}NodeCount`, number>>
      readonly scaleSettings: {
        readonly minNodeCount: number
        readonly maxNodeCount: number
        readonly nodeIdleTimeBeforeScaleDown: string
      }
      readonly userAccountCredentials?: { readonly adminUserName: string } | null
      readonly subnet?: { readonly id: string } | null
      readonly errors?: readonly { readonly error: { readonly code: string; readonly message: string } }[]
    }
  }
}

const lives: Readonly<Record<string, Cluster['life']>> = {
  Creating: 'creating',
  Deleting: 'deleting',
  Failed: 'failed',
  Canceled: 'failed',
}

/** Undefined: it is no cluster. */
export function readMlCluster({ id, name, properties }: WireMlCluster): Cluster | undefined {
  const { properties: inner } = properties
  if (properties.computeType !== 'AmlCompute' || inner === undefined) return undefined
  const { minNodeCount: least, maxNodeCount: most, nodeIdleTimeBeforeScaleDown: idle } = inner.scaleSettings
  return {
    id,
    key: { ...workspaceKeyOf(id), kind: 'ml', name },
    name,
    size: inner.vmSize,
    isLowPriority: inner.vmPriority === 'LowPriority',
    life: lives[properties.provisioningState ?? ''] ?? 'succeeded',
    isResizing: inner.allocationState === 'Resizing',
    allocatedAt: inner.allocationStateTransitionTime,
    scale: { kind: 'auto', least, most, initial: undefined, idle },
    counts: readCounts(inner),
    queued: undefined,
    errors: (inner.errors ?? []).map(({ error }) => error),
    createdAt: properties.createdOn,
    user: inner.userAccountCredentials?.adminUserName,
    image: undefined,
    task: undefined,
    mounts: [],
    subnetId: inner.subnet?.id,
  }
}
