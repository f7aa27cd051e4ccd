import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../../api/api-versions.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { arm, type WorkspaceKey } from '../../../paths.ts'

export interface EventPhase {
  readonly name: string
  readonly startedAt: string
  /** Absent: it is under way, or never ended. */
  readonly durationMs?: number
}

export interface ComputeEvent {
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

/** Newest first. */
export function eventsQuery(
  client: ArmClient,
  key: WorkspaceKey,
  of: { readonly name: string; readonly isLive: boolean },
) {
  return queryOptions({
    queryKey: ['compute-events', key, of.name],
    queryFn: async (): Promise<readonly ComputeEvent[]> =>
      client.list<ComputeEvent>(arm.computeEvents(key, of.name), apiVersions.machineLearning),
    refetchInterval: of.isLive ? 1_000 : 5_000,
  })
}
