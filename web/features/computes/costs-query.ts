// What instances cost this month, by Azure's Cost Management; nothing where the installation has no rates, or the person
// may not see costs.

import { queryOptions } from '@tanstack/react-query'
import { ApiError } from '../../api/api-error.ts'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm } from '../../paths.ts'

export interface MonthCost {
  readonly amount: number
  readonly hours: number
  readonly currency: string
}

interface WireCosts {
  readonly properties: { readonly rows: readonly (readonly [number, number, string, string])[] }
}

const question = {
  type: 'ActualCost',
  timeframe: 'MonthToDate',
  dataset: {
    granularity: 'None',
    aggregation: { cost: { name: 'Cost', function: 'Sum' }, hours: { name: 'UsageQuantity', function: 'Sum' } },
    grouping: [{ type: 'Dimension', name: 'ResourceId' }],
  },
}
const everyMs = 60_000

/** By id in lower case; null: nothing is known of costs. `scope`: of all that is asked about. */
export function costsQuery(client: ArmClient, scope: string) {
  return queryOptions({
    queryKey: ['costs', scope],
    queryFn: async (): Promise<ReadonlyMap<string, MonthCost> | null> => {
      try {
        const answer = await client.post<WireCosts | undefined>(arm.costs(scope), apiVersions.costs, question)
        if (answer === undefined) return null
        return new Map(
          answer.properties.rows.map(([amount, hours, id, currency]) => [
            id.toLowerCase(),
            { amount, hours, currency },
          ]),
        )
      } catch (error) {
        if (error instanceof ApiError && error.status === 403) return null
        throw error
      }
    },
    staleTime: everyMs,
    refetchInterval: ({ state: { data } }) => (data === null ? false : everyMs),
  })
}
