// One page of a list, by what the query says. Ordered by id, so that a page ends and the next begins at the same object
// whatever is made or deleted in between.

import { ArmError } from '../../base/errors.ts'
import type { GraphObject } from './graph-documents.ts'
import { graphFilter } from './graph-filter.ts'

export interface GraphPage {
  readonly objects: readonly GraphObject[]
  /** Query of the next page; undefined: this is the last. */
  readonly next: string | undefined
}

const defaultSize = 100
const maxSize = 999
const understood = ['$filter', '$top', '$select', '$skiptoken', 'api-version']

export function graphPage(all: readonly GraphObject[], query: URLSearchParams): GraphPage {
  refuseUnread(query)
  const filter = query.get('$filter') ?? ''
  const matching = filter.trim() === '' ? all : all.filter(({ document }) => graphFilter(filter, names(all))(document))
  const after = afterToken(query.get('$skiptoken'))
  const rest = matching
    .filter(({ document }) => document.id > after)
    .toSorted((a, b) => (a.document.id < b.document.id ? -1 : 1))
  const size = sizeIn(query.get('$top'))
  const objects = rest.slice(0, size)
  const last = rest.length > size ? objects.at(-1) : undefined
  return {
    objects: objects.map((object) => selected(object, query.get('$select'))),
    next: last && nextQuery(query, last.document.id),
  }
}

/** Only what was asked for, with the id. */
export function selected(object: GraphObject, select: string | null): GraphObject {
  if (select === null || select.trim() === '') return object
  const wanted = new Set(select.split(',').map((name) => name.trim().toLowerCase()))
  const { kind, document } = object
  const kept = Object.entries(document).filter(([name]) => wanted.has(name.toLowerCase()))
  return { kind, document: { ...Object.fromEntries(kept), id: document.id } }
}

export function refuseUnread(query: URLSearchParams): void {
  const unread = [...query.keys()].find((name) => name.startsWith('$') && !understood.includes(name.toLowerCase()))
  if (unread === undefined) return
  const message = `The query option '${unread.slice(0, 40)}' is not supported. Offered are $filter, $top, $select and $skiptoken.`
  throw new ArmError(400, 'Request_UnsupportedQuery', message)
}

/** Filters of an empty list are checked too. */
function names(all: readonly GraphObject[]): ReadonlySet<string> {
  const [first] = all
  return new Set(first === undefined ? everyName : Object.keys(first.document))
}

const everyName = [
  ...['id', 'displayName', 'userPrincipalName', 'mail', 'mailNickname', 'accountEnabled', 'userType'],
  ...['appId', 'appDisplayName', 'servicePrincipalNames', 'servicePrincipalType', 'identifierUris', 'securityEnabled'],
]

function sizeIn(top: string | null): number {
  if (top === null) return defaultSize
  const size = /^\d{1,4}$/.test(top) ? Number(top) : 0
  if (size >= 1 && size <= maxSize) return size
  throw new ArmError(400, 'Request_BadRequest', `$top must be a number from 1 to ${maxSize}.`)
}

function afterToken(token: string | null): string {
  if (token === null) return ''
  if (/^[0-9a-f-]{36}$/.test(token)) return token
  throw new ArmError(400, 'Directory_ExpiredPageToken', 'The $skiptoken is not one that was given out here.')
}

function nextQuery(query: URLSearchParams, id: string): string {
  const next = new URLSearchParams(query)
  next.set('$skiptoken', id)
  return next.toString()
}
