import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm } from '../../paths.ts'
import { compareNames } from '../../ui/compare-names.ts'

/** Counted beside the others, over all families. */
export const lowPriority = 'lowPriorityCores'

export interface Usage {
  readonly family: string
  readonly title: string
  readonly used: number
  readonly limit: number
  readonly holders: readonly { readonly id: string; readonly cores: number }[]
}

interface WireUsage {
  readonly name: { readonly value: string; readonly localizedValue: string }
  readonly currentValue: number
  readonly limit: number
  readonly holders?: Usage['holders']
}

/** The total first, then families, those in use first. */
export function usagesQuery(client: ArmClient, subscription: string) {
  return queryOptions({
    queryKey: ['usages', subscription],
    queryFn: async (): Promise<readonly Usage[]> => {
      const all = await client.list<WireUsage>(arm.usages(subscription), apiVersions.machineLearning)
      const [total, ...families] = all.map(({ name, currentValue, limit, holders }) => ({
        family: name.value,
        title: name.localizedValue,
        used: currentValue,
        limit,
        holders: holders ?? [],
      }))
      const ordered = families.toSorted((a, b) => b.used - a.used || compareNames(a.title, b.title))
      return total === undefined ? ordered : [total, ...ordered]
    },
    refetchInterval: 5_000,
  })
}
