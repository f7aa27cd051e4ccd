// One event of the activity log as Azure's clients read it.

import { groupIdOf, subscriptionOf } from '../../arm/resource-id.ts'
import type { Actor } from '../../store/records.ts'

export interface ActivityEvent {
  readonly eventTimestamp: string
  readonly [member: string]: unknown
}

export interface EventFacts {
  /** A GUID that is the same whenever the log is read. */
  readonly id: string
  /** What it shares with the other event of the same change. */
  readonly operationId: string
  readonly name: 'BeginRequest' | 'EndRequest'
  /** Epoch milliseconds. */
  readonly at: number
  readonly action: string
  readonly actor: Actor
  readonly correlationId: string
  readonly resourceId: string
  readonly resourceType: string
  readonly status: string
  readonly subStatus?: string
  readonly level: 'Error' | 'Warning' | 'Informational'
  readonly description: string
  /** All text, as published. */
  readonly properties: Readonly<Record<string, string>>
}

const labels = { BeginRequest: 'Begin request', EndRequest: 'End request' }

export function eventDocument(facts: EventFacts): ActivityEvent {
  const { id, name, at, action, actor, resourceId, resourceType } = facts
  const time = new Date(at).toISOString()
  return {
    authorization: { action, scope: resourceId },
    caller: actor.name,
    claims: {
      name: actor.name,
      'http://schemas.microsoft.com/identity/claims/objectidentifier': actor.objectId,
    },
    category: named('Administrative'),
    correlationId: facts.correlationId,
    description: facts.description,
    eventDataId: id,
    eventName: named(name, labels[name]),
    eventTimestamp: time,
    id: `${resourceId}/events/${id}/ticks/${ticksOf(at)}`,
    level: facts.level,
    operationId: facts.operationId,
    operationName: named(action),
    properties: facts.properties,
    resourceGroupName: groupIdOf(resourceId)?.split('/').at(-1) ?? '',
    resourceId,
    resourceProviderName: named(resourceType.split('/')[0] ?? ''),
    resourceType: named(resourceType),
    status: named(facts.status),
    subStatus: named(facts.subStatus ?? ''),
    submissionTimestamp: time,
    subscriptionId: subscriptionOf(resourceId) ?? '',
    tenantId: actor.tenantId,
  }
}

function named(value: string, localizedValue = value) {
  return { value, localizedValue }
}

/** Tenths of microseconds since the year 1, as .NET counts. */
function ticksOf(at: number): string {
  return String(BigInt(at) * 10_000n + 621_355_968_000_000_000n)
}
