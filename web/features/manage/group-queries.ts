import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm } from '../../paths.ts'
import { compareNames } from '../../ui/compare-names.ts'

export interface Group {
  readonly objectId: string
  readonly name: string
  readonly displayName: string
  readonly memberCount: number
}

export interface Member {
  readonly objectId: string
  readonly name: string
  readonly kind: string
}

export function groupsQuery(client: ArmClient) {
  return queryOptions({
    queryKey: ['groups'],
    queryFn: async (): Promise<readonly Group[]> => {
      const all = await client.list<{ name: string; properties: Omit<Group, 'name'> }>(arm.groups(), apiVersions.carrel)
      return all
        .map(({ name, properties }) => ({ ...properties, name }))
        .toSorted((a, b) => compareNames(a.name, b.name))
    },
  })
}

export function membersQuery(client: ArmClient, group: string) {
  return queryOptions({
    queryKey: ['groups', group, 'members'],
    queryFn: async (): Promise<readonly Member[]> => {
      const all = await client.list<{ properties: Member }>(arm.groupMembers(group), apiVersions.carrel)
      return all.map(({ properties }) => properties).toSorted((a, b) => compareNames(a.name, b.name))
    },
  })
}
