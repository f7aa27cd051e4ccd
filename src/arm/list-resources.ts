// Lists, in pages. The next page starts after a key, so nothing is skipped or shown twice while rows come and go.

import { ArmError } from '../base/errors.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { ListQuery, Store } from '../store/store.ts'
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
  /** Absent on the last page: one client takes a null for another page (`semantics.md` §8.11). */
  readonly nextLink?: string
}

const pageSize = 200

export async function listResources(store: Store, request: ListRequest): Promise<ListPage> {
  const { type, apiVersion } = request
  const { records, nextAfter } = await visibleRecords(store, request)
  const operations = await store.lastOperations(records.map((record) => record.key))
  const value = records.map((record) =>
    renderResource(type, { record, lastOperation: operations.get(record.key), apiVersion }),
  )
  return nextAfter === undefined ? { value } : { value, nextLink: nextLink(request, nextAfter) }
}

/** A page of what the filter asks for and the caller may read, and the key after which there is more. */
async function visibleRecords(store: Store, request: ListRequest) {
  const filter = filterOf(request)
  const limit = pageLimit(request.query.get('$top'))
  const records: ResourceRecord<ArmDesired>[] = []
  let after = skipTokenKey(request.query.get('$skipToken'))
  let hasMore = true
  while (records.length < limit && hasMore) {
    const wanted = limit - records.length
    const page = after === undefined ? { limit: wanted + 1 } : { limit: wanted + 1, after }
    const rows = (await store.list(placeOf(request, filter), page)) as ResourceRecord<ArmDesired>[]
    hasMore = rows.length > wanted
    const shown = rows.slice(0, wanted)
    after = shown.at(-1)?.key ?? after
    for (const row of shown) if (filter?.matches(row) !== false && (await request.isVisible(row))) records.push(row)
  }
  return { records, nextAfter: hasMore ? after : undefined }
}

/** A filter that is not understood is refused: ignoring it would show what was not asked for. */
function filterOf({ type, parentId, query }: ListRequest): ListFilter<ArmDesired> | undefined {
  const text = query.get('$filter')?.trim() ?? ''
  if (text === '') return undefined
  const filter = type.readListFilter?.(text, parentId)
  if (filter) return filter
  throw new ArmError(
    400,
    'UnsupportedQuery',
    `The filter '${text.slice(0, 100)}' is not supported for lists of '${type.type}'.`,
  )
}

/** A list under a subscription holds what its groups hold; under a group or resource, its direct children. */
function placeOf({ type, parentId }: ListRequest, filter: ListFilter<ArmDesired> | undefined): ListQuery {
  if (filter?.parentKeys) return { type: type.type, parentKey: filter.parentKeys }
  const isAcrossGroups = type.home === 'group' && /^\/subscriptions\/[^/]+$/.test(parentId)
  const place = isAcrossGroups || type.home === 'scope' ? { underKey: keyOf(parentId) } : { parentKey: keyOf(parentId) }
  return { type: type.type, ...place }
}

function pageLimit(top: string | null): number {
  if (top === null) return pageSize
  if (!/^\d{1,6}$/.test(top) || Number(top) < 1)
    throw new ArmError(400, 'InvalidQueryParameter', `'$top' must be a positive number, not '${top.slice(0, 40)}'.`)
  return Math.min(pageSize, Number(top))
}

function skipTokenKey(token: string | null): string | undefined {
  if (token === null) return undefined
  const key = Buffer.from(token, 'base64url').toString('utf8')
  if (!key.startsWith('/') || Buffer.from(key).toString('base64url') !== token) {
    throw new ArmError(400, 'InvalidSkipToken', 'The $skipToken is not one this list gave out.')
  }
  return key
}

function nextLink(request: ListRequest, after: string): string {
  const query = new URLSearchParams(request.query)
  query.set('$skipToken', Buffer.from(after).toString('base64url'))
  return `${request.caller.baseUrl}${request.path}?${query.toString()}`
}
