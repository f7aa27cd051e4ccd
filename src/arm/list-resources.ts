// Lists, in pages. The next page starts after a key, so nothing is skipped or shown twice while rows come and go.

import { ArmError } from '../base/errors.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { ListQuery, Store } from '../store/store.ts'
import { renderResource } from './render-resource.ts'
import { keyOf } from './resource-id.ts'
import type { AnyResourceType, ArmDesired, Caller } from './resource-type.ts'

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
  const { type, apiVersion, query } = request
  const limit = pageLimit(query.get('$top'))
  const records: ResourceRecord[] = []
  let after = skipTokenKey(query.get('$skipToken') ?? query.get('$skiptoken'))
  let hasMore = true
  while (records.length < limit && hasMore) {
    const rows = await store.list(placeOf(request), {
      limit: limit + 1 - records.length,
      ...(after === undefined ? {} : { after }),
    })
    hasMore = rows.length > limit - records.length
    const page = hasMore ? rows.slice(0, -1) : rows
    after = page.at(-1)?.key ?? after
    for (const row of page) if (await request.isVisible(row)) records.push(row)
  }
  const operations = await store.lastOperations(records.map((record) => record.key))
  const value = records.map((record) =>
    renderResource(type, {
      record: record as ResourceRecord<ArmDesired>,
      lastOperation: operations.get(record.key),
      apiVersion,
    }),
  )
  return hasMore && after !== undefined ? { value, nextLink: nextLink(request, after) } : { value }
}

/** A list under a subscription holds what its groups hold; under a group or resource, its direct children. */
function placeOf({ type, parentId }: ListRequest): ListQuery {
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
  query.delete('$skiptoken')
  query.set('$skipToken', Buffer.from(after).toString('base64url'))
  return `${request.caller.baseUrl}${request.path}?${query.toString()}`
}
