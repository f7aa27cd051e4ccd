// All resources of a subscription or group, whatever their type: what stands in a group itself and not in another
// resource. Each row is there only for who may read that resource.

import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { missing } from '../../arm/not-found.ts'
import { pageRecords } from '../../arm/page-records.ts'
import { renderResource } from '../../arm/render-resource.ts'
import { groupType, keyOf, subscriptionType } from '../../arm/resource-id.ts'
import type { AnyResourceType, ArmDesired } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import type { OperationRecord, ResourceRecord } from '../../store/records.ts'
import { readResourceFilter } from './resource-filter.ts'

const apiVersions = ['2015-11-01', '2018-05-01', '2019-10-01', '2021-04-01', '2025-04-01']

const common = {
  method: 'GET',
  kind: 'collection',
  apiVersions,
  isFiltered: true,
  isUnlisted: true,
  handle: list,
} as const

export const listSubscriptionResources: Endpoint = {
  ...common,
  home: 'subscription',
  type: `${subscriptionType}/resources`,
  action: `${subscriptionType}/resources/read`,
}

export const listGroupResources: Endpoint = {
  ...common,
  home: 'group',
  type: `${groupType}/resources`,
  action: `${groupType}/resources/read`,
}

async function list({ address, query, caller, store, types, can }: EndpointRequest) {
  const { parentId } = address
  if (!(await store.get(keyOf(parentId)))) throw missing(parentId)
  const expand = expansionsOf(query.get('$expand'))
  const filter = query.get('$filter')?.trim() ?? ''
  const isAskedFor = filter === '' ? () => true : readResourceFilter(filter)
  const listed = new Map(
    types.filter((type) => type.isTracked && type.home === 'group').map((type) => [type.type, type]),
  )
  const { records, next } = await pageRecords(store, {
    place: { type: [...listed.keys()], underKey: keyOf(parentId) },
    query,
    url: `${caller.baseUrl}${parentId}/resources`,
    isShown: (record) => isAskedFor(filterable(record)) && can(`${record.type}/read`, record.id),
  })
  const operations = await store.lastOperations(records.map((record) => record.key))
  const value = records.flatMap((record) => {
    const type = listed.get(record.type)
    return type ? [summary(type, { record, lastOperation: operations.get(record.key) }, expand)] : []
  })
  return { status: 200, body: { value, ...next } }
}

function filterable({ id, name, type, desired }: ResourceRecord<ArmDesired>) {
  return { id, name, type, location: desired.location ?? '', tags: desired.tags ?? {} }
}

const expansions = ['createdTime', 'changedTime', 'provisioningState'] as const
type Expansion = (typeof expansions)[number]

function expansionsOf(text: string | null): ReadonlySet<Expansion> {
  const asked = (text ?? '').split(',').filter((each) => each.trim() !== '')
  const known = asked.map((each) => expansions.find((name) => name.toLowerCase() === each.trim().toLowerCase()))
  const unknown = asked[known.indexOf(undefined)]
  if (unknown !== undefined)
    throw new ArmError(
      400,
      'InvalidQueryParameter',
      `'$expand' takes ${expansions.join(', ')}, not '${unknown.slice(0, 40)}'.`,
    )
  return new Set(known.filter((name) => name !== undefined))
}

interface Found {
  readonly record: ResourceRecord<ArmDesired>
  readonly lastOperation: OperationRecord | undefined
}

/** What every resource has, without what only its type knows. */
function summary(type: AnyResourceType, { record, lastOperation }: Found, expand: ReadonlySet<Expansion>) {
  const apiVersion = type.apiVersions.at(-1) ?? ''
  const { systemData: _systemData, properties, ...shown } = renderResource(type, { record, lastOperation, apiVersion })
  const { provisioningState } = properties as { provisioningState?: unknown }
  return {
    ...shown,
    ...(expand.has('createdTime') ? { createdTime: new Date(record.createdAt).toISOString() } : {}),
    ...(expand.has('changedTime') ? { changedTime: new Date(record.modifiedAt).toISOString() } : {}),
    ...(expand.has('provisioningState') ? { provisioningState } : {}),
  }
}
