// The tags in use in a subscription, counted over what the caller may read.

import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { keyOf, subscriptionType } from '../../arm/resource-id.ts'
import type { ArmDesired } from '../../arm/resource-type.ts'

const type = `${subscriptionType}/tagNames`

export const listTagNames: Endpoint = {
  method: 'GET',
  kind: 'collection',
  home: 'subscription',
  type,
  apiVersions: ['2015-11-01', '2019-10-01', '2021-04-01', '2025-04-01'],
  action: `${type}/read`,
  isFiltered: true,
  isUnlisted: true,
  handle: async (request) => ({ status: 200, body: { value: await tagNames(request) } }),
}

interface TagName {
  readonly name: string
  readonly values: Map<string, number>
}

async function tagNames({ address, store, types, can }: EndpointRequest) {
  const tracked = types.filter(({ isTracked }) => isTracked).map((each) => each.type)
  const records = await store.list({ type: tracked, underKey: keyOf(address.parentId) })
  const found = new Map<string, TagName>()
  for (const record of records) {
    if (!can(`${record.type}/read`, record.id)) continue
    for (const [name, value] of Object.entries((record.desired as ArmDesired).tags ?? {})) {
      const { values } = found.get(name.toLowerCase()) ?? add(found, name)
      values.set(value, (values.get(value) ?? 0) + 1)
    }
  }
  return [...found.values()].map((tag) => document(address.parentId, tag))
}

function add(found: Map<string, TagName>, name: string): TagName {
  const made = { name, values: new Map<string, number>() }
  found.set(name.toLowerCase(), made)
  return made
}

function document(subscription: string, { name, values }: TagName) {
  const id = `${subscription}/tagNames/${name}`
  const total = [...values.values()].reduce((sum, count) => sum + count, 0)
  return {
    id,
    tagName: name,
    count: { type: 'Total', value: total },
    values: [...values].map(([tagValue, count]) => ({
      id: `${id}/tagValues/${tagValue}`,
      tagValue,
      count: { type: 'Total', value: count },
    })),
  }
}
