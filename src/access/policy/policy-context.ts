// What rules may ask about the place of a resource.

import { groupIdOf, keyOf, subscriptionIdOf, subscriptionOf } from '../../arm/resource-id.ts'
import type { Json } from '../../base/json.ts'
import type { PolicyContext } from '../../policy/policy-scope.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { Store } from '../../store/store.ts'
import type { JsonObject } from '../../template/json-values.ts'

export type PolicyPlace = Pick<PolicyContext, 'subscription' | 'resourceGroup'>

export async function policyPlace(store: Pick<Store, 'getAll'>, id: string): Promise<PolicyPlace> {
  const [subscriptionId, groupId] = [subscriptionIdOf(id) ?? '', groupIdOf(id)]
  const keys = [subscriptionId, ...(groupId === undefined ? [] : [groupId])].map(keyOf)
  const rows = new Map((await store.getAll(keys)).map((row) => [row.key, row]))
  const subscription = rows.get(keyOf(subscriptionId))
  const group = groupId === undefined ? undefined : rows.get(keyOf(groupId))
  return {
    subscription: {
      ...common(subscriptionId, subscription),
      subscriptionId: subscriptionOf(id) ?? '',
      displayName: textOf(subscription, 'displayName'),
    },
    resourceGroup:
      groupId === undefined
        ? undefined
        : {
            ...common(groupId, group),
            type: 'Microsoft.Resources/resourceGroups',
            location: textOf(group, 'location'),
            properties: { provisioningState: 'Succeeded' },
          },
  }
}

function common(id: string, row: ResourceRecord | undefined): JsonObject {
  const desired = (row?.desired ?? {}) as { tags?: Record<string, Json> }
  return { id: row?.id ?? id, name: row?.name ?? id.split('/').at(-1) ?? '', tags: desired.tags ?? {} }
}

function textOf(row: ResourceRecord | undefined, member: string): string {
  const value = ((row?.desired ?? {}) as Record<string, unknown>)[member]
  return typeof value === 'string' ? value : ''
}
