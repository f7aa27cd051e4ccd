import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm, type GroupKey } from '../../paths.ts'
import { compareNames } from '../../ui/compare-names.ts'
import type { Tags } from './tags.ts'

export interface ResourceGroup {
  readonly id: string
  readonly name: string
  readonly tags: Tags
  readonly state: string
  readonly key: GroupKey
}

interface WireGroup {
  readonly id: string
  readonly name: string
  readonly tags?: Tags
  readonly properties: { readonly provisioningState: string }
}

const quickMs = 1_500

/** Ids of the subscriptions the person sees. */
export function subscriptionsQuery(client: ArmClient) {
  return queryOptions({
    queryKey: ['subscriptions'],
    staleTime: 60_000,
    queryFn: async () => {
      const all = await client.list<{ subscriptionId: string }>(arm.subscriptions(), apiVersions.subscriptions)
      return all.map(({ subscriptionId }) => subscriptionId)
    },
  })
}

/** Of all subscriptions, by name; asked again while one is being deleted. */
export function resourceGroupsQuery(client: ArmClient, subscriptions: readonly string[]) {
  return queryOptions({
    queryKey: ['resource-groups', ...subscriptions],
    queryFn: async (): Promise<readonly ResourceGroup[]> => {
      const lists = subscriptions.map(async (subscription) => {
        const all = await client.list<WireGroup>(arm.resourceGroups(subscription), apiVersions.resources)
        return all.map((each) => groupOf(each, subscription))
      })
      return (await Promise.all(lists)).flat().toSorted((a, b) => compareNames(a.name, b.name))
    },
    refetchInterval: ({ state }) => (state.data?.some((each) => each.state === 'Deleting') === true ? quickMs : false),
  })
}

function groupOf({ id, name, tags = {}, properties }: WireGroup, subscription: string): ResourceGroup {
  return { id, name, tags, state: properties.provisioningState, key: { subscription, group: name } }
}
