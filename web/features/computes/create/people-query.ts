import { queryOptions } from '@tanstack/react-query'
import { ApiError } from '../../../api/api-error.ts'
import { apiVersions } from '../../../api/api-versions.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { arm } from '../../../paths.ts'

export interface PersonEntry {
  readonly objectId: string
  readonly name: string
}

interface WireUser {
  readonly properties: { readonly objectId: string; readonly userName: string; readonly displayName: string }
}

/** Everybody in the directory; null: the person may not read it. */
export function peopleQuery(client: ArmClient) {
  return queryOptions({
    queryKey: ['people'],
    staleTime: 60_000,
    queryFn: async (): Promise<readonly PersonEntry[] | null> => {
      const users = await client.list<WireUser>(arm.users(), apiVersions.carrel).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 403) return null
        throw error
      })
      return (
        users?.map(({ properties: { objectId, userName, displayName } }) => ({
          objectId,
          name: displayName === userName ? userName : `${displayName} (${userName})`,
        })) ?? null
      )
    },
  })
}
