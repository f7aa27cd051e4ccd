// What is told beside a cluster itself: its nodes, where they are entered, its queue, its past.

import { queryOptions } from '@tanstack/react-query'
import { ApiError } from '../../../api/api-error.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { arm, type ClusterKey } from '../../../paths.ts'
import type { ClusterFault, NodeState } from '../cluster.ts'
import { versionOf } from '../cluster-version.ts'

export interface ClusterNode {
  readonly nodeId: string
  readonly state: NodeState
  readonly since: string
  readonly createdAt: string
  readonly job?: { readonly id: string }
  readonly error?: ClusterFault
}

export interface WaitingJob {
  /** Undefined: it waits for nothing that comes by itself. */
  readonly position?: number
  readonly id: string
  readonly name: string
  readonly nodeCount: number
  readonly schedulingPriority: 'low' | 'normal' | 'high'
  readonly creationTime: string
  readonly reason: ClusterFault
}

export interface Queue {
  readonly value: readonly WaitingJob[]
  /** How many there are, of which the first are told. */
  readonly totalCount: number
}

export interface Sample {
  readonly time: string
  readonly targetNodeCount: number
  readonly queuedJobCount: number
  readonly idleNodeCount: number
  readonly runningNodeCount: number
  readonly preparingNodeCount: number
  readonly unusableNodeCount: number
  readonly leavingNodeCount: number
}

/** Where a node is entered from outside. */
export interface Entrance {
  readonly address: string
  readonly port: number
}

const refreshMs = 2_000

export function nodesQuery(client: ArmClient, key: ClusterKey) {
  return queryOptions({
    queryKey: ['cluster-part', key, 'nodes'],
    queryFn: () => client.list<ClusterNode>(arm.clusterPart(key, 'nodes'), versionOf(key.kind)),
    refetchInterval: refreshMs,
  })
}

export function queueQuery(client: ArmClient, key: ClusterKey) {
  return queryOptions({
    queryKey: ['cluster-part', key, 'queue'],
    queryFn: () => client.get<Queue>(arm.clusterPart(key, 'queue'), versionOf(key.kind)),
    refetchInterval: refreshMs,
  })
}

/** Oldest first. */
export function historyQuery(client: ArmClient, key: ClusterKey) {
  return queryOptions({
    queryKey: ['cluster-part', key, 'history'],
    queryFn: () => client.list<Sample>(arm.clusterPart(key, 'history'), versionOf(key.kind)),
    refetchInterval: refreshMs,
  })
}

interface WireLogins {
  readonly value?: readonly { readonly nodeId: string; readonly ipAddress: string; readonly port: number }[]
  readonly nodes?: readonly {
    readonly nodeId: string
    readonly publicIpAddress: string | null
    readonly port: number | null
  }[]
}

/** By id of the node; null: the person is not told. */
export function entrancesQuery(client: ArmClient, key: ClusterKey) {
  return queryOptions({
    queryKey: ['cluster-part', key, 'entrances'],
    queryFn: async (): Promise<ReadonlyMap<string, Entrance> | null> => {
      const action = key.kind === 'batch' ? 'listRemoteLoginInformation' : 'listNodes'
      const asked = client.post<WireLogins>(arm.clusterPart(key, action), versionOf(key.kind))
      const wire = await asked.catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 403) return null
        throw error
      })
      return wire === null ? null : entrancesIn(wire)
    },
    refetchInterval: ({ state: { data } }) => (data === null ? false : refreshMs * 2),
  })
}

function entrancesIn({ value = [], nodes = [] }: WireLogins): ReadonlyMap<string, Entrance> {
  const batch = value.map(({ nodeId, ipAddress, port }) => [nodeId, { address: ipAddress, port }] as const)
  const ml = nodes.flatMap(({ nodeId, publicIpAddress: address, port }) =>
    address === null || port === null ? [] : [[nodeId, { address, port }] as const],
  )
  return new Map([...batch, ...ml])
}
