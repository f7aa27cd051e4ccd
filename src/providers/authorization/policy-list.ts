// Lists of what stands at scopes: assignments and exemptions. Without a filter, as Azure answers it: at the scope, above it
// and below it.

import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { notFound } from '../../arm/not-found.ts'
import { renderResource } from '../../arm/render-resource.ts'
import { keyOf, scopeKeysOf } from '../../arm/resource-id.ts'
import type { AnyResourceType, ArmDesired } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import type { ResourceRecord } from '../../store/records.ts'
import { pageOf } from './policy-page.ts'

export function listAtScope(type: string, apiVersions: readonly string[]): Endpoint {
  return {
    method: 'GET',
    kind: 'collection',
    home: 'scope',
    type,
    apiVersions,
    action: `${type}/read`,
    isFiltered: true,
    handle: (request) => list(request, type),
  }
}

async function list(request: EndpointRequest, type: string) {
  const { address, apiVersion, query, store, types, can } = request
  const { parentId } = address
  if (parentId !== '' && !(await store.get(keyOf(parentId)))) throw await notFound(store, parentId)
  const { reach, isAsked } = filterOf(query.get('$filter'))
  const at = { type, parentKey: reach === 'exact' ? keyOf(parentId) : scopeKeysOf(parentId) }
  const above = await store.list(at)
  const below = reach === 'all' ? await store.list({ type, underKey: keyOf(parentId) }) : []
  const rows = [...new Map([...above, ...below].map((row) => [row.key, row])).values()]
  const page = pageOf(
    rows.filter((row) => isAsked(row) && can(`${type}/read`, row.id)),
    request,
  )
  const declared = types.find((each) => each.type === type) as AnyResourceType
  const value = page.value.map((row) =>
    renderResource(declared, { record: row as ResourceRecord<ArmDesired>, lastOperation: undefined, apiVersion }),
  )
  return { status: 200, body: { ...page, value } }
}

interface ScopeFilter {
  readonly reach: 'exact' | 'above' | 'all'
  isAsked(row: ResourceRecord): boolean
}

function filterOf(text: string | null): ScopeFilter {
  const terms = (text ?? '').split(/\s+and\s+/i).filter((term) => term.trim() !== '')
  let reach: ScopeFilter['reach'] = 'all'
  const ids: { member: string; key: string }[] = []
  for (const term of terms) {
    const [, member, id] = /^\s*(policyDefinitionId|policyAssignmentId)\s+eq\s+'([^']*)'\s*$/i.exec(term) ?? []
    if (member !== undefined && id !== undefined) ids.push({ member: memberNamed(member), key: keyOf(id) })
    else if (/^\s*atExactScope\(\)\s*$/i.test(term)) reach = 'exact'
    else if (/^\s*atScope\(\)\s*$/i.test(term)) reach = 'above'
    else if (!/^\s*atScopeAndBelow\(\)\s*$/i.test(term)) throw unsupported(term)
  }
  return {
    reach,
    isAsked: ({ desired }) =>
      ids.every(({ member, key }) => keyOf(String((desired as Record<string, unknown>)[member])) === key),
  }
}

function memberNamed(word: string): string {
  return word.toLowerCase() === 'policydefinitionid' ? 'policyDefinitionId' : 'policyAssignmentId'
}

function unsupported(term: string): ArmError {
  return new ArmError(
    400,
    'UnsupportedQuery',
    `The filter '${term.slice(0, 100)}' is not supported. Use atExactScope(), atScope(), atScopeAndBelow(), policyDefinitionId eq '…' or policyAssignmentId eq '…', joined by and.`,
  )
}
