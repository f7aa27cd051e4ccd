// The activity log: who did what, when, and how it ended; a view of the operations table. An event is shown to whoever may
// read events where it happened.

import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { keyOf, subscriptionIdOf } from '../../arm/resource-id.ts'
import type { Clock } from '../../base/clock.ts'
import { ArmError } from '../../base/errors.ts'
import type { OperationRecord } from '../../store/records.ts'
import type { ActivityQuery } from '../../store/store.ts'
import { type ActivityEvent, activityEvents } from './activity-events.ts'
import { type ActivityFilter, readActivityFilter } from './activity-filter.ts'

const type = 'Microsoft.Insights/eventtypes/values'
const action = `${type}/read`
const operationsPerPage = 100

export function activityLog(clock: Clock): Endpoint {
  return {
    method: 'GET',
    kind: 'collection',
    home: 'subscription',
    type,
    apiVersions: ['2014-04-01', '2015-04-01', '2017-03-01-preview'],
    action,
    isFiltered: true,
    isAtSubscription: true,
    async handle(request) {
      if (!/\/eventtypes\/management$/i.test(request.address.parentId))
        throw new ArmError(404, 'NotFound', "There are events of 'eventtypes/management' only.")
      return { status: 200, body: await page(request, clock.now()) }
    },
  }
}

async function page(request: EndpointRequest, now: number) {
  const { query, address, store } = request
  const filter = readActivityFilter(query.get('$filter') ?? '', now)
  const shown: ActivityEvent[] = []
  let after = readSkipToken(query.get('$skipToken'))
  const operations = await store.activity({
    ...queryOf(filter, subscriptionIdOf(address.parentId) ?? ''),
    limit: operationsPerPage,
    ...(after ? { after } : {}),
  })
  for (const operation of operations)
    if (isAskedFor(operation, filter, request)) shown.push(...activityEvents(operation))
  const last = operations.length === operationsPerPage ? operations.at(-1) : undefined
  after = last && { acceptedAt: last.acceptedAt, id: last.id }
  return {
    value: shown.filter((event) => isInRange(event, filter)).map(selected(query.get('$select'))),
    ...(after ? { nextLink: nextLink(request, after) } : {}),
  }
}

function queryOf(filter: ActivityFilter, subscription: string): Omit<ActivityQuery, 'limit'> {
  const { from, to, resourceGroup, correlationId } = filter
  const place = resourceGroup === undefined ? subscription : `${subscription}/resourceGroups/${resourceGroup}`
  return { scopeKey: keyOf(place), from, to, ...(correlationId === undefined ? {} : { correlationId }) }
}

function isAskedFor(operation: OperationRecord, filter: ActivityFilter, { can, types }: EndpointRequest): boolean {
  const { resourceId, resourceType, actor } = operation
  const isOffered = types.some((each) => each.type === resourceType)
  return (
    isOffered &&
    isSame(filter.resourceUri?.replace(/\/+$/, ''), resourceId) &&
    isSame(filter.resourceProvider, resourceType.split('/')[0] ?? '') &&
    isSame(filter.resourceType, resourceType) &&
    isSame(filter.caller, actor.name) &&
    can(action, resourceId)
  )
}

function isInRange({ eventTimestamp, status }: ActivityEvent, filter: ActivityFilter): boolean {
  const at = Date.parse(eventTimestamp)
  const { value } = status as { value: string }
  return at >= filter.from && at <= filter.to && isSame(filter.status, value)
}

function isSame(wanted: string | undefined, found: string): boolean {
  return wanted === undefined || wanted.toLowerCase() === found.toLowerCase()
}

/** Members named by `$select`; all when nothing is. */
function selected(text: string | null): (event: ActivityEvent) => object {
  const names = text?.split(',').map((name) => name.trim().toLowerCase()) ?? []
  if (names.filter(Boolean).length === 0) return (event) => event
  return (event) => Object.fromEntries(Object.entries(event).filter(([name]) => names.includes(name.toLowerCase())))
}

type Mark = NonNullable<ActivityQuery['after']>

function nextLink({ caller, address, query }: EndpointRequest, { acceptedAt, id }: Mark): string {
  const next = new URLSearchParams(query)
  next.set('$skipToken', Buffer.from(`${acceptedAt}/${id}`).toString('base64url'))
  return `${caller.baseUrl}${address.parentId.replace(/\/$/, '')}/values?${next.toString()}`
}

function readSkipToken(token: string | null): Mark | undefined {
  if (token === null) return undefined
  const [, acceptedAt, id] = /^(\d{1,16})\/([\w-]+)$/.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? []
  if (acceptedAt === undefined || id === undefined)
    throw new ArmError(400, 'InvalidSkipToken', 'The $skipToken is not one this list gave out.')
  return { acceptedAt: Number(acceptedAt), id }
}
