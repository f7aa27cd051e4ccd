// What the compute pages ask the API, and how often: once a second while something is under way.

import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { ApiError } from '../../api/api-error.ts'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { eventsKey } from '../../api/event-queries.ts'
import { arm, type WorkspaceKey } from '../../paths.ts'
import { type Compute, readCompute, type WireCompute } from './compute.ts'
import { isUnderWay } from './compute-state.ts'

const version = apiVersions.machineLearning
const whileBusyMs = 1_000
const whileQuietMs = 5_000

export function computesQuery(client: ArmClient, key: WorkspaceKey) {
  return queryOptions({
    queryKey: ['computes', key],
    queryFn: async (): Promise<readonly Compute[]> => {
      const all = await client.list<WireCompute>(arm.computes(key), version)
      return all.filter(({ properties }) => properties.computeType === 'ComputeInstance').map(readCompute)
    },
    refetchInterval: ({ state: { data } }) =>
      data?.some(({ state }) => isUnderWay(state)) ? whileBusyMs : whileQuietMs,
  })
}

/** Null: it is not there. */
export function computeQuery(client: ArmClient, key: WorkspaceKey, name: string) {
  return queryOptions({
    queryKey: ['compute', key, name],
    queryFn: async (): Promise<WireCompute | null> =>
      client.get<WireCompute>(arm.compute(key, name), version).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return null
        throw error
      }),
    refetchInterval: ({ state: { data } }) => {
      if (data === null) return false
      return data && isUnderWay(readCompute(data).state) ? whileBusyMs : whileQuietMs
    },
  })
}

/** After a change: look at once. */
export function refreshComputes(queryClient: QueryClient, key: WorkspaceKey): Promise<unknown> {
  return Promise.all([
    queryClient.invalidateQueries({ queryKey: ['computes', key] }),
    queryClient.invalidateQueries({ queryKey: ['compute', key] }),
    queryClient.invalidateQueries({ queryKey: [eventsKey] }),
  ])
}
