import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm } from '../../paths.ts'
import { compareNames } from '../../ui/compare-names.ts'

export interface User {
  readonly objectId: string
  readonly userName: string
  readonly displayName: string
  readonly isDisabled: boolean
  readonly createdAt: string
}

export interface ServicePrincipal {
  readonly objectId: string
  readonly clientId: string
  readonly displayName: string
}

export function usersQuery(client: ArmClient) {
  return queryOptions({
    queryKey: ['users'],
    queryFn: async (): Promise<readonly User[]> => {
      const users = await client.list<{ readonly properties: User }>(arm.users(), apiVersions.carrel)
      return users.map(({ properties }) => properties).toSorted((a, b) => compareNames(a.userName, b.userName))
    },
  })
}

export function servicePrincipalsQuery(client: ArmClient) {
  return queryOptions({
    queryKey: ['service-principals'],
    queryFn: async (): Promise<readonly ServicePrincipal[]> => {
      const all = await client.list<{ readonly properties: ServicePrincipal }>(
        arm.servicePrincipals(),
        apiVersions.carrel,
      )
      return all.map(({ properties }) => properties).toSorted((a, b) => compareNames(a.displayName, b.displayName))
    },
  })
}
