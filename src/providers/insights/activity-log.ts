// The activity log: who did what, when, and how it ended: the operations, what was done to the directory, and what was
// refused. Of a subscription, or of what is in none. An event is shown to whoever may read events where it happened.

import type { Kysely } from 'kysely'
import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { keyOf, subscriptionIdOf } from '../../arm/resource-id.ts'
import type { Clock } from '../../base/clock.ts'
import { ArmError } from '../../base/errors.ts'
import { type AuditRecord, listAudit } from '../../store/audit.ts'
import type { Actor, OperationRecord } from '../../store/records.ts'
import type { ActivityQuery } from '../../store/store.ts'
import type { Tables } from '../../store/tables.ts'
import { activityEvents } from './activity-events.ts'
import { type ActivityFilter, everything, readActivityFilter } from './activity-filter.ts'
import { auditEvent, auditedType } from './audit-event.ts'
import type { ActivityEvent } from './event-document.ts'

const type = 'Microsoft.Insights/eventtypes/values'
const action = `${type}/read`
const perPage = 100

interface Parts {
  readonly db: Kysely<Tables>
  readonly clock: Clock
}

export function activityLog(parts: Parts): Endpoint {
  return {
    method: 'GET',
    kind: 'collection',
    home: 'tenantOrSubscription',
    type,
    apiVersions: ['2014-04-01', '2015-04-01', '2017-03-01-preview'],
    action,
    isFiltered: true,
    isAtSubscription: true,
    async handle(request) {
      if (!/\/eventtypes\/management$/i.test(request.address.parentId))
        throw new ArmError(404, 'NotFound', "There are events of 'eventtypes/management' only.")
      return { status: 200, body: await page(request, parts) }
    },
  }
}

async function page(request: EndpointRequest, { db, clock }: Parts) {
  const { query, address, store } = request
  const subscription = subscriptionIdOf(address.parentId)
  const text = query.get('$filter') ?? ''
  // Azure needs to be told since when only of a subscription.
  const isUnfiltered = subscription === undefined && text === ''
  const filter = isUnfiltered ? everything(clock.now()) : readActivityFilter(text, clock.now())
  const mark = readSkipToken(query.get('$skipToken'))
  const asked = { ...queryOf(filter, subscription), limit: perPage, ...(mark ? { after: mark } : {}) }
  const [operations, audited] = await Promise.all([store.activity(asked), listAudit(db, asked)])
  const happened = [...operations.map(ofOperation(request)), ...audited.map(ofAudit)]
    .sort(newestFirst)
    .slice(0, perPage)
  const events = happened.filter((each) => isAskedFor(each, filter, request)).flatMap((each) => each.events())
  const last = happened.length === perPage ? happened.at(-1) : undefined
  return {
    value: events.filter((event) => isInRange(event, filter)).map(selected(query.get('$select'))),
    ...(last ? { nextLink: nextLink(request, last) } : {}),
  }
}

/** What is in no subscription has a provider's name at its beginning. */
function queryOf(filter: ActivityFilter, subscription = '/providers'): Omit<ActivityQuery, 'limit'> {
  const { from, to, resourceGroup, correlationId } = filter
  const place = resourceGroup === undefined ? subscription : `${subscription}/resourceGroups/${resourceGroup}`
  return { scopeKey: keyOf(place), from, to, ...(correlationId === undefined ? {} : { correlationId }) }
}

interface Happening {
  readonly acceptedAt: number
  readonly id: string
  readonly resourceId: string
  readonly resourceType: string
  readonly actor: Actor
  readonly isOffered: boolean
  events(): ActivityEvent[]
}

function ofOperation({ types }: EndpointRequest): (operation: OperationRecord) => Happening {
  return (operation) => ({
    ...operation,
    isOffered: types.some(({ type: each }) => each === operation.resourceType),
    events: () => activityEvents(operation),
  })
}

function ofAudit(record: AuditRecord): Happening {
  const { id, happenedAt, resourceId, actor } = record
  return {
    ...{ id, resourceId, actor, acceptedAt: happenedAt, isOffered: true },
    resourceType: auditedType(record.action),
    events: () => [auditEvent(record)],
  }
}

/** As both tables sort: byte by byte where the time is the same. */
function newestFirst(a: Happening, b: Happening): number {
  if (a.acceptedAt !== b.acceptedAt) return b.acceptedAt - a.acceptedAt
  return a.id < b.id ? 1 : -1
}

function isAskedFor(happening: Happening, filter: ActivityFilter, { can }: EndpointRequest): boolean {
  const { resourceId, resourceType, actor, isOffered } = happening
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
