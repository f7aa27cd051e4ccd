import { queryOptions } from '@tanstack/react-query'
import type { ArmClient } from './arm-client.ts'

export interface EventPhase {
  readonly name: string
  readonly startedAt: string
  /** Absent: it is under way, or never ended. */
  readonly durationMs?: number
}

export interface TimelineEvent {
  readonly operationId: string
  readonly operationName: string
  readonly status: 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled'
  readonly trigger: string
  readonly caller: { readonly name: string }
  readonly acceptedAt: string
  readonly durationMs?: number
  readonly phases: readonly EventPhase[]
  readonly cause?: { readonly code: string; readonly message: string }
  readonly nextStep?: string
}

/** What a query of a resource's timeline begins with. */
export const eventsKey = 'events'

/** Newest first. `path`: of the timeline of one resource. `isLive`: something is under way. */
export function eventsQuery(
  client: ArmClient,
  of: { readonly path: string; readonly apiVersion: string; readonly isLive: boolean },
) {
  return queryOptions({
    queryKey: [eventsKey, of.path],
    queryFn: async (): Promise<readonly TimelineEvent[]> => client.list<TimelineEvent>(of.path, of.apiVersion),
    refetchInterval: of.isLive ? 1_000 : 5_000,
  })
}
