// The clusters a job can be sent to, of every Batch AI workspace of the group, and the experiments beside them.

import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../../api/api-versions.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { arm, type GroupKey } from '../../../paths.ts'
import type { ClusterLimits } from './job-faults.ts'

export interface Cluster extends ClusterLimits {
  readonly id: string
  /** Name of its Batch AI workspace. */
  readonly batch: string
  readonly size: string
  readonly nodes: number
  readonly idle: number
  /** What its nodes mount. */
  readonly fileServers: readonly { readonly id: string; readonly path: string; readonly isReadOnly: boolean }[]
}

interface WireCluster {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly vmSize: string
    readonly currentNodeCount: number
    readonly nodeStateCounts?: { readonly idleNodeCount?: number }
    readonly scaleSettings?: {
      readonly manual?: { readonly targetNodeCount: number } | null
      readonly autoScale?: { readonly maximumNodeCount: number } | null
    }
    readonly nodeSetup?: {
      readonly mountVolumes?: {
        readonly fileServers?:
          | readonly {
              readonly fileServer: { readonly id: string }
              readonly relativeMountPath: string
              readonly mountOptions?: string | null
            }[]
          | null
      } | null
    } | null
  }
}

const refreshMs = 5_000

export function clustersQuery(client: ArmClient, group: GroupKey) {
  return queryOptions({
    queryKey: ['job-clusters', group.subscription, group.group],
    refetchInterval: refreshMs,
    queryFn: async (): Promise<readonly Cluster[]> => {
      const places = await client.list<{ name: string }>(arm.batchWorkspaces(group), apiVersions.batchAi)
      const lists = await Promise.all(
        places.map(async ({ name }) => {
          const found = await client.list<WireCluster>(
            arm.clustersIn({ ...group, workspace: name }),
            apiVersions.batchAi,
          )
          return found.map((cluster) => readCluster(cluster, name))
        }),
      )
      return lists.flat()
    },
  })
}

function readCluster({ id, name, properties }: WireCluster, batch: string): Cluster {
  const { vmSize, currentNodeCount, nodeStateCounts, scaleSettings, nodeSetup } = properties
  const { autoScale, manual } = scaleSettings ?? {}
  return {
    ...{ id, name, batch, size: vmSize, nodes: currentNodeCount },
    idle: nodeStateCounts?.idleNodeCount ?? 0,
    most: autoScale?.maximumNodeCount ?? manual?.targetNodeCount ?? 0,
    scalesItself: Boolean(autoScale),
    fileServers: (nodeSetup?.mountVolumes?.fileServers ?? []).map(
      ({ fileServer, relativeMountPath, mountOptions }) => ({
        id: fileServer.id,
        path: relativeMountPath,
        isReadOnly: mountOptions === 'ro',
      }),
    ),
  }
}

/** Names. */
export function experimentsQuery(client: ArmClient, group: GroupKey, batch: string) {
  return queryOptions({
    queryKey: ['job-experiments', group.subscription, group.group, batch],
    enabled: batch !== '',
    queryFn: async (): Promise<readonly string[]> =>
      (await client.list<{ name: string }>(arm.experiments(group, batch), apiVersions.batchAi)).map(({ name }) => name),
  })
}

/** Ids of the file servers beside a cluster, whether it mounts them or not. */
export function fileServersQuery(client: ArmClient, group: GroupKey, batch: string) {
  return queryOptions({
    queryKey: ['job-file-servers', group.subscription, group.group, batch],
    enabled: batch !== '',
    queryFn: async (): Promise<readonly string[]> => {
      const path = arm.fileServersIn({ ...group, workspace: batch })
      return (await client.list<{ id: string }>(path, apiVersions.batchAi)).map(({ id }) => id)
    },
  })
}

/** Where a job of this cluster best writes what it prints. */
export function outputPrefixOf({ fileServers }: Cluster): string {
  const server = fileServers.find(({ isReadOnly }) => !isReadOnly)
  return server === undefined ? '$AZ_BATCHAI_JOB_TEMP_DIR/output' : `$AZ_BATCHAI_MOUNT_ROOT/${server.path}`
}
