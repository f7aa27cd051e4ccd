// Lists of one type.

import { ArmError } from '../base/errors.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { ListQuery, Store } from '../store/store.ts'
import { pageRecords } from './page-records.ts'
import { partsOf } from './parts.ts'
import { renderResource } from './render-resource.ts'
import { keyOf } from './resource-id.ts'
import type { AnyResourceType, ArmDesired, Caller, ListFilter } from './resource-type.ts'

export interface ListRequest {
  readonly type: AnyResourceType
  readonly parentId: string
  readonly apiVersion: string
  readonly query: URLSearchParams
  readonly caller: Caller
  /** Path of the request as it came in, for the next link. */
  readonly path: string
  /** False for a row the caller may not read. */
  isVisible(record: ResourceRecord): Promise<boolean>
}

export interface ListPage {
  readonly value: readonly unknown[]
  /** Absent on the last page. */
  readonly nextLink?: string
}

export async function listResources(store: Store, request: ListRequest): Promise<ListPage> {
  const { type, apiVersion, query, caller, path } = request
  if (type.part) return listParts(store, request)
  const filter = filterOf(request)
  const { records, next } = await pageRecords(store, {
    place: placeOf(request, filter),
    query,
    url: `${caller.baseUrl}${path}`,
    isShown: async (record) => (await filter?.matches(record)) !== false && request.isVisible(record),
  })
  const operations = await store.lastOperations(records.map((record) => record.key))
  const value = records.map((record) =>
    renderResource(type, { record, lastOperation: operations.get(record.key), apiVersion }),
  )
  return { value, ...next }
}

/** Few enough for one page: they stand in one document. */
async function listParts(store: Store, request: ListRequest): Promise<ListPage> {
  const { type, apiVersion } = request
  filterOf(request)
  const parent = await store.get(keyOf(request.parentId))
  const value: unknown[] = []
  for (const record of parent ? partsOf(type, parent) : []) {
    if (await request.isVisible(record))
      value.push(renderResource(type, { record, lastOperation: undefined, apiVersion }))
  }
  return { value }
}

/** A filter that is not understood is refused: ignoring it would show what was not asked for. */
function filterOf({ type, parentId, query }: ListRequest): ListFilter<ArmDesired> | undefined {
  const text = query.get('$filter')?.trim() ?? ''
  const filter = type.readListFilter?.(text, parentId)
  if (filter || text === '') return filter
  throw new ArmError(
    400,
    'UnsupportedQuery',
    `The filter '${text.slice(0, 100)}' is not supported for lists of '${type.type}'.`,
  )
}

/** A list under a subscription holds what its groups hold; under a group or resource, its direct children. */
function placeOf({ type, parentId }: ListRequest, filter: ListFilter<ArmDesired> | undefined): ListQuery {
  if (filter?.parentKeys === 'any') return { type: type.type }
  if (filter?.parentKeys) return { type: type.type, parentKey: filter.parentKeys }
  const isAcrossGroups = type.home === 'group' && /^\/subscriptions\/[^/]+$/.test(parentId)
  const place = isAcrossGroups || type.home === 'scope' ? { underKey: keyOf(parentId) } : { parentKey: keyOf(parentId) }
  return { type: type.type, ...place }
}
