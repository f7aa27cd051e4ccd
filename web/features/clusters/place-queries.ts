// Where clusters can be: the Batch AI workspaces and the Azure ML workspaces that the person may see.

import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm, type ClusterKey, type WorkspaceKey, workspaceKeyOf } from '../../paths.ts'

export interface ClusterPlace {
  readonly id: string
  readonly kind: ClusterKey['kind']
  readonly name: string
  readonly key: WorkspaceKey
}

interface Wire {
  readonly id: string
  readonly name: string
}

export function placesQuery(client: ArmClient) {
  return queryOptions({
    queryKey: ['cluster-places'],
    staleTime: 10_000,
    queryFn: () => readPlaces(client),
  })
}

export async function readPlaces(client: ArmClient): Promise<readonly ClusterPlace[]> {
  const subscriptions = await client.list<{ subscriptionId: string }>(arm.subscriptions(), apiVersions.subscriptions)
  const lists = await Promise.all(
    subscriptions.flatMap(({ subscriptionId: id }) => [
      listed(client, 'batch', { path: arm.clusterWorkspaces(id), apiVersion: apiVersions.batchAi }),
      listed(client, 'ml', { path: arm.workspaces(id), apiVersion: apiVersions.machineLearning }),
    ]),
  )
  return lists.flat().toSorted((a, b) => a.name.localeCompare(b.name))
}

async function listed(
  client: ArmClient,
  kind: ClusterPlace['kind'],
  { path, apiVersion }: { readonly path: string; readonly apiVersion: string },
): Promise<readonly ClusterPlace[]> {
  const found = await client.list<Wire>(path, apiVersion)
  return found.map(({ id, name }) => ({ id, kind, name, key: workspaceKeyOf(id) }))
}
