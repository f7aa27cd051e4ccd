// What the cluster pages ask the API, and how often: once a second while something is under way.

import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { ApiError } from '../../api/api-error.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { eventsKey } from '../../api/event-queries.ts'
import { arm, type ClusterKey } from '../../paths.ts'
import { type Cluster, readBatchCluster, type WireCluster } from './cluster.ts'
import { isUnderWay, stateOf } from './cluster-state.ts'
import { versionOf } from './cluster-version.ts'
import { readMlCluster, type WireMlCluster } from './ml-cluster.ts'
import { type ClusterPlace, readPlaces } from './place-queries.ts'

const whileBusyMs = 1_000
const whileQuietMs = 4_000
/** A workspace of Azure ML lists its instances with its clusters, and may have a thousand. */
const slowerMl = 3

/** All of a kind of which the person may see something, wherever they are. */
export function clustersQuery(client: ArmClient, kind: ClusterKey['kind']) {
  return queryOptions({
    queryKey: ['clusters', kind],
    queryFn: async (): Promise<readonly Cluster[]> => {
      const places = (await readPlaces(client)).filter((place) => place.kind === kind)
      return (await Promise.all(places.map((place) => clustersIn(client, place)))).flat()
    },
    refetchInterval: ({ state: { data } }) => {
      const ms = data?.some((cluster) => isUnderWay(stateOf(cluster))) ? whileBusyMs : whileQuietMs
      return kind === 'ml' ? ms * slowerMl : ms
    },
  })
}

/** Who may read a workspace need not read its clusters, and it may have gone since it was listed. */
async function clustersIn(client: ArmClient, { kind, key }: ClusterPlace): Promise<readonly Cluster[]> {
  const list = <T>(path: string) =>
    client.list<T>(path, versionOf(kind)).catch((error: unknown) => {
      if (error instanceof ApiError && (error.status === 403 || error.status === 404)) return []
      throw error
    })
  if (kind === 'batch') return (await list<WireCluster>(arm.clustersIn(key))).map(readBatchCluster)
  return (await list<WireMlCluster>(arm.computes(key))).flatMap((each) => readMlCluster(each) ?? [])
}

/** Null: it is not there. */
export function clusterQuery(client: ArmClient, key: ClusterKey) {
  return queryOptions({
    queryKey: ['cluster', key],
    queryFn: async (): Promise<Cluster | null> => {
      const found = client.get<WireCluster & WireMlCluster>(arm.cluster(key), versionOf(key.kind))
      const wire = await found.catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return null
        throw error
      })
      if (wire === null) return null
      return key.kind === 'batch' ? readBatchCluster(wire) : (readMlCluster(wire) ?? null)
    },
    refetchInterval: ({ state: { data } }) => {
      if (data === null) return false
      return data && isUnderWay(stateOf(data)) ? whileBusyMs : whileQuietMs
    },
  })
}

/** After a change: look at once. */
export function refreshClusters(queryClient: QueryClient): Promise<unknown> {
  return Promise.all(
    ['clusters', 'cluster', 'cluster-part', eventsKey].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
  )
}
