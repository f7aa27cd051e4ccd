import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm } from '../../paths.ts'

interface Group {
  readonly id: string
  readonly name: string
}

/** Resource groups a workspace could be made in, by name. */
export function groupsQuery(client: ArmClient) {
  return queryOptions({
    queryKey: ['cluster-groups'],
    staleTime: 10_000,
    queryFn: async (): Promise<readonly Group[]> => {
      const subscriptions = await client.list<{ subscriptionId: string }>(
        arm.subscriptions(),
        apiVersions.subscriptions,
      )
      const lists = await Promise.all(
        subscriptions.map(({ subscriptionId }) =>
          client.list<Group>(arm.resourceGroups(subscriptionId), apiVersions.resources),
        ),
      )
      return lists.flat().toSorted((a, b) => a.name.localeCompare(b.name))
    },
  })
}
