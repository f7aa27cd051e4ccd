// File servers of Batch AI workspaces, as the pages speak of them.

import { queryOptions } from '@tanstack/react-query'
import { ApiError } from '../../../api/api-error.ts'
import { apiVersions } from '../../../api/api-versions.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { arm, type WorkspaceKey, workspaceKeyOf } from '../../../paths.ts'
import { readPlaces } from '../place-queries.ts'

export interface FileServer {
  readonly id: string
  readonly name: string
  readonly place: WorkspaceKey
  readonly life: string
  readonly size: string
  readonly diskGB: number
  readonly createdAt: string | undefined
}

interface WireFileServer {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly vmSize: string
    readonly provisioningState: string
    readonly creationTime?: string
    readonly dataDisks: { readonly diskSizeInGB: number; readonly diskCount: number }
  }
}

/** Of one workspace. */
export function fileServersIn(client: ArmClient, place: WorkspaceKey) {
  return queryOptions({
    queryKey: ['file-servers', place],
    queryFn: () => listed(client, place),
  })
}

/** Of all workspaces that the person may see. */
export function fileServersQuery(client: ArmClient) {
  return queryOptions({
    queryKey: ['file-servers'],
    queryFn: async (): Promise<readonly FileServer[]> => {
      const places = (await readPlaces(client)).filter(({ kind }) => kind === 'batch')
      return (await Promise.all(places.map(({ key }) => listed(client, key)))).flat()
    },
    refetchInterval: ({ state: { data } }) => (data?.some(({ life }) => life !== 'succeeded') ? 1_000 : 5_000),
  })
}

async function listed(client: ArmClient, place: WorkspaceKey): Promise<readonly FileServer[]> {
  const found = client.list<WireFileServer>(arm.fileServersIn(place), apiVersions.batchAi)
  const wire = await found.catch((error: unknown) => {
    if (error instanceof ApiError && (error.status === 403 || error.status === 404)) return []
    throw error
  })
  return wire.map(({ id, name, properties }) => ({
    id,
    name,
    place: workspaceKeyOf(id),
    life: properties.provisioningState,
    size: properties.vmSize,
    diskGB: properties.dataDisks.diskSizeInGB * properties.dataDisks.diskCount,
    createdAt: properties.creationTime,
  }))
}
