// One page of rows. The next page starts after a key, so nothing is skipped or shown twice while rows come and go.

import { ArmError } from '../base/errors.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { ListQuery, Store } from '../store/store.ts'
import type { ArmDesired } from './resource-type.ts'

export interface PageRequest {
  readonly place: ListQuery
  /** `$top` and `$skipToken` are read from it, and the next link repeats the rest. */
  readonly query: URLSearchParams
  /** Scheme, host and path of the list, for the next link. */
  readonly url: string
  /** False for a row that was not asked for or that the caller may not read. */
  isShown(record: ResourceRecord<ArmDesired>): boolean | Promise<boolean>
}

export interface RecordPage {
  readonly records: readonly ResourceRecord<ArmDesired>[]
  /** Empty on the last page: one client takes a null for another page. */
  readonly next: { readonly nextLink?: string }
}

const pageSize = 200

export async function pageRecords(store: Pick<Store, 'list'>, request: PageRequest): Promise<RecordPage> {
  const limit = pageLimit(request.query.get('$top'))
  const records: ResourceRecord<ArmDesired>[] = []
  let after = skipTokenKey(request.query.get('$skipToken'))
  let hasMore = true
  while (records.length < limit && hasMore) {
    const wanted = limit - records.length
    const page = after === undefined ? { limit: wanted + 1 } : { limit: wanted + 1, after }
    const rows = (await store.list(request.place, page)) as ResourceRecord<ArmDesired>[]
    hasMore = rows.length > wanted
    const seen = rows.slice(0, wanted)
    after = seen.at(-1)?.key ?? after
    for (const row of seen) if (await request.isShown(row)) records.push(row)
  }
  return { records, next: hasMore && after !== undefined ? { nextLink: nextLink(request, after) } : {} }
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

function nextLink({ query, url }: PageRequest, after: string): string {
  const next = new URLSearchParams(query)
  next.set('$skipToken', Buffer.from(after).toString('base64url'))
  return `${url}?${next.toString()}`
}
