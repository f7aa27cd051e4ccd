// How things stand against policies: of a subscription, a group, a resource, or of one assignment, definition or set.
// Computed from the rows when asked, so a state is never older than the question.

import { type ComplianceState, complianceStates } from '../../access/policy/compliance.ts'
import type { AssignedPolicy } from '../../access/policy/find-policies.ts'
import {
  policyAssignmentType,
  policyDefinitionType,
  policySetDefinitionType,
} from '../../access/policy/policy-types.ts'
import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { notFound } from '../../arm/not-found.ts'
import { keyOf, parseAddress, pathSegments, subscriptionIdOf } from '../../arm/resource-id.ts'
import type { Clock } from '../../base/clock.ts'
import { ArmError } from '../../base/errors.ts'
import { stateDocument } from './state-document.ts'
import { readStateFilter } from './state-filter.ts'
import { type CountedState, summaryOf } from './state-summary.ts'

const type = 'Microsoft.PolicyInsights/policyStates'
const apiVersions = ['2018-04-04', '2018-07-01-preview', '2019-10-01', '2020-07-01', '2024-10-01']
const common = { method: 'POST', kind: 'collection', home: 'scope', apiVersions } as const

export function policyStates(clock: Clock): Endpoint[] {
  return [
    {
      ...common,
      type: `${type}/queryResults`,
      action: `${type}/queryResults/read`,
      handle: (request) => query(request, clock),
    },
    {
      ...common,
      type: `${type}/summarize`,
      action: `${type}/summarize/read`,
      handle: (request) => summarize(request, clock),
    },
    {
      ...common,
      type: `${type}/triggerEvaluation`,
      action: `${type}/triggerEvaluation/action`,
      isQuestion: true,
      // What is asked is computed anew each time: there is nothing to wait for.
      handle: async (request) => {
        await placeOf(request)
        return { status: 200 }
      },
    },
  ]
}

const most = 1_000

async function query(request: EndpointRequest, clock: Clock) {
  refuseUnread(request, ['$apply', '$from', '$to', '$orderby'])
  const filter = readStateFilter(request.query.get('$filter'))
  const [top, from] = [numberIn(request, '$top') ?? most, numberIn(request, '$skipToken') ?? 0]
  const size = Math.min(Math.max(top, 1), most)
  const found: Record<string, unknown>[] = []
  let seen = 0
  let hasMore = false
  for await (const state of await statesAsked(request, clock)) {
    const document = documentOf(request, state, clock)
    if (!filter(document)) continue
    if (found.length === size) {
      hasMore = true
      break
    }
    if (seen++ >= from) found.push(document)
  }
  // A page that was asked for by its size is all that is wanted.
  const isWanted = hasMore && numberIn(request, '$top') === undefined
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(request, 'latest'),
      '@odata.count': found.length,
      ...(isWanted ? { '@odata.nextLink': nextLink(request, from + size) } : {}),
      value: found.map(selection(request.query.get('$select'))),
    },
  }
}

async function summarize(request: EndpointRequest, clock: Clock) {
  refuseUnread(request, ['$from', '$to'])
  const filter = readStateFilter(request.query.get('$filter'))
  const states: CountedState[] = []
  for await (const told of await statesAsked(request, clock)) {
    const { policy, effect, state, resource } = told
    if (filter(documentOf(request, told, clock))) states.push({ policy, effect, state, resourceKey: resource.key })
  }
  const summary = summaryOf(states, contextOf(request, 'summary'))
  const context = contextOf(request, 'summary')
  return { status: 200, body: { '@odata.context': context, '@odata.count': 1, value: [summary] } }
}

function documentOf({ query }: EndpointRequest, state: ComplianceState, clock: Clock) {
  const isExpanded = /PolicyEvaluationDetails/i.test(query.get('$expand') ?? '')
  return stateDocument(state, { now: clock.now(), isExpanded })
}

async function statesAsked(request: EndpointRequest, clock: Clock): Promise<AsyncIterable<ComplianceState>> {
  const { scope, isMeant } = await placeOf(request)
  return complianceStates({ store: request.store, types: request.types, now: clock.now() }, scope, isMeant)
}

interface Asked {
  readonly scope: string
  isMeant(policy: AssignedPolicy): boolean
}

/** Asked of an assignment it is the assignment's scope, of a definition or set its subscription. Throws 404 and 400. */
async function placeOf({ address, store }: EndpointRequest): Promise<Asked> {
  const [, scope, resource] =
    /^(.*)\/providers\/Microsoft\.PolicyInsights\/policyStates\/(.*)$/i.exec(address.parentId) ?? []
  if (scope === undefined || !/^(latest|default)$/i.test(resource ?? ''))
    throw new ArmError(400, 'InvalidPolicyStatesResource', "There are policyStates 'latest' and 'default'.")
  if (!scope.toLowerCase().startsWith('/subscriptions/'))
    throw new ArmError(400, 'InvalidScope', 'States are told of a subscription, a resource group or a resource.')
  if (!(await store.get(keyOf(scope)))) throw await notFound(store, scope)
  const { type: asked, parentId } = parseAddress(pathSegments(scope))
  const key = keyOf(scope)
  if (asked.toLowerCase() === policyAssignmentType.toLowerCase())
    return { scope: parentId, isMeant: ({ assignment }) => assignment.key === key }
  const subscription = subscriptionIdOf(scope) ?? ''
  if (asked.toLowerCase() === policyDefinitionType.toLowerCase())
    return { scope: subscription, isMeant: ({ definition }) => keyOf(definition.id) === key }
  if (asked.toLowerCase() === policySetDefinitionType.toLowerCase())
    return { scope: subscription, isMeant: ({ set }) => set?.key === key }
  return { scope, isMeant: () => true }
}

const reasons: Readonly<Record<string, string>> = {
  $apply: 'Use summarize',
  $orderby: 'States come in the order of the ids of their resources',
}

/** Ignoring them would answer another question. */
function refuseUnread({ query }: EndpointRequest, names: readonly string[]): void {
  const name = names.find((each) => query.get(each))
  if (name === undefined) return
  const why = reasons[name] ?? 'States are told as they are now'
  throw new ArmError(400, 'UnsupportedQuery', `'${name}' is not offered. ${why}.`, { target: name })
}

function numberIn({ query }: EndpointRequest, name: string): number | undefined {
  const text = query.get(name) ?? query.get(name.toLowerCase())
  if (text === null || text === '') return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new ArmError(400, 'InvalidQueryParameter', `'${name}' must be a number.`, { target: name })
}

function contextOf({ caller, address }: EndpointRequest, what: string): string {
  return `${caller.baseUrl}${address.parentId.replace(/\/[^/]+$/, '')}/$metadata#${what}`
}

function nextLink({ caller, address, query }: EndpointRequest, from: number): string {
  const next = new URLSearchParams(query)
  next.set('$skipToken', String(from))
  return `${caller.baseUrl}${address.parentId}/queryResults?${next.toString()}`
}

function selection(text: string | null): (document: Record<string, unknown>) => Record<string, unknown> {
  const names = (text ?? '').split(',').map((name) => name.trim().toLowerCase())
  const wanted = new Set(names.filter(Boolean))
  if (wanted.size === 0) return (document) => document
  return (document) => Object.fromEntries(Object.entries(document).filter(([name]) => wanted.has(name.toLowerCase())))
}
