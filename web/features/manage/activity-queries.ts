import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm } from '../../paths.ts'

export interface ActivityEvent {
  readonly eventDataId: string
  readonly operationId: string
  readonly eventTimestamp: string
  readonly caller: string
  readonly description: string
  readonly level: string
  readonly resourceId: string
  readonly operationName: { readonly localizedValue: string; readonly value: string }
  readonly status: { readonly value: string }
  readonly subStatus: { readonly value: string }
  readonly eventName: { readonly value: string }
}

/** Of the last days, newest first; of each change its last word alone. */
export function activityQuery(client: ArmClient, subscription: string, days: number) {
  return queryOptions({
    queryKey: ['activity', subscription, days],
    queryFn: async (): Promise<readonly ActivityEvent[]> => {
      const from = new Date(Date.now() - days * 86_400_000).toISOString()
      const filter = encodeURIComponent(`eventTimestamp ge '${from}'`)
      const all = await client.list<ActivityEvent>(
        `${arm.activity(subscription)}?$filter=${filter}`,
        apiVersions.activity,
      )
      const seen = new Set<string>()
      return all.filter(({ operationId }) => !seen.has(operationId) && seen.add(operationId))
    },
    refetchInterval: 10_000,
  })
}
