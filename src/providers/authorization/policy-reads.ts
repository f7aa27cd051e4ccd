// GET of definitions and sets, one and all: those of the subscription with those that are built in, and at the root the
// built-in ones alone. What is built in is everybody's to read.

import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { renderResource } from '../../arm/render-resource.ts'
import { keyOf } from '../../arm/resource-id.ts'
import type { AnyResourceType, ArmDesired } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import type { ResourceRecord } from '../../store/records.ts'
import { policyApiVersions } from './policy-body.ts'
import { readPolicyFilter } from './policy-filter.ts'
import { pageOf } from './policy-page.ts'

export interface BuiltIn {
  readonly id: string
  readonly name: string
  readonly category: string
  document(apiVersion: string): Record<string, unknown>
}

export interface ReadsOptions {
  readonly type: string
  /** Code of the 404. */
  readonly missing: string
  readonly builtIn: readonly BuiltIn[]
}

export function definitionReads(options: ReadsOptions): Endpoint[] {
  const { type } = options
  const common = {
    method: 'GET',
    home: 'scope',
    type,
    apiVersions: policyApiVersions,
    action: `${type}/read`,
    isOwn: ({ parentId }: { parentId: string }) => parentId === '',
  } as const
  return [
    { ...common, kind: 'resource', handle: (request) => one(request, options) },
    { ...common, kind: 'collection', handle: (request) => list(request, options) },
  ]
}

async function one(request: EndpointRequest, { type, missing, builtIn }: ReadsOptions) {
  const { address, store, apiVersion } = request
  if (address.kind !== 'resource') throw new Error('an item was asked of a list')
  const isRoot = address.parentId === ''
  const row = isRoot ? undefined : await store.get(keyOf(address.id))
  const body = row
    ? rendered(request, type, row)
    : isRoot && builtIn.find(({ name }) => name === address.name.toLowerCase())?.document(apiVersion)
  if (body) return { status: 200, body }
  const what = type.endsWith('policySetDefinitions') ? 'policy set definition' : 'policy definition'
  throw new ArmError(404, missing, `The ${what} '${address.name}' could not be found.`)
}

async function list(request: EndpointRequest, { type, builtIn }: ReadsOptions) {
  const { address, store, query, apiVersion } = request
  const { parentId } = address
  const isAsked = readPolicyFilter(query.get('$filter'))
  const rows = parentId === '' ? [] : await store.list({ type, parentKey: keyOf(parentId) })
  const custom = rows.map((row) => ({
    category: categoryIn(row),
    policyType: 'Custom',
    show: () => rendered(request, type, row),
  }))
  const given = builtIn.map((each) => ({
    category: each.category,
    policyType: 'BuiltIn',
    show: () => each.document(apiVersion),
  }))
  const page = pageOf([...custom, ...given].filter(isAsked), request)
  return { status: 200, body: { ...page, value: page.value.map(({ show }) => show()) } }
}

function rendered({ types, apiVersion }: EndpointRequest, type: string, row: ResourceRecord) {
  const declared = types.find((each) => each.type === type) as AnyResourceType
  return renderResource(declared, { record: row as ResourceRecord<ArmDesired>, lastOperation: undefined, apiVersion })
}

function categoryIn({ desired }: ResourceRecord): string {
  const { metadata } = desired as { metadata?: { category?: unknown } }
  return String(metadata?.category ?? '')
}
