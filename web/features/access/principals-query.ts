import { queryOptions } from '@tanstack/react-query'
import { ApiError } from '../../api/api-error.ts'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm } from '../../paths.ts'
import { compareNames } from '../../ui/compare-names.ts'

export const principalKinds = ['User', 'Group', 'ServicePrincipal'] as const
export type PrincipalKind = (typeof principalKinds)[number]

export interface Principal {
  readonly objectId: string
  readonly kind: PrincipalKind
  readonly name: string
}

interface Wire {
  readonly name: string
  readonly properties: { readonly objectId: string; readonly userName?: string; readonly displayName: string }
}

/** Everybody a role can be given to, by name; null: the person may not read the directory. */
export function principalsQuery(client: ArmClient) {
  return queryOptions({
    queryKey: ['principals'],
    staleTime: 5_000,
    queryFn: async (): Promise<readonly Principal[] | null> => {
      const paths = { User: arm.users(), Group: arm.groups(), ServicePrincipal: arm.servicePrincipals() }
      const lists = principalKinds.map(async (kind) =>
        (await client.list<Wire>(paths[kind], apiVersions.carrel)).map((each) => principalOf(kind, each)),
      )
      const all = await Promise.all(lists).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 403) return null
        throw error
      })
      return all?.flat().toSorted((a, b) => compareNames(a.name, b.name)) ?? null
    },
  })
}

/** Both names where they differ: what somebody calls himself is not what he signs in with. */
function principalOf(kind: PrincipalKind, { name, properties }: Wire): Principal {
  const { objectId, userName = name, displayName } = properties
  const isPlain = kind === 'ServicePrincipal' || displayName === userName
  return { objectId, kind, name: isPlain ? displayName : `${displayName} (${userName})` }
}
