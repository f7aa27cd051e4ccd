// Cores that are still free for nodes: of the size's family and in all, or of low priority, which are counted apart.

import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm } from '../../paths.ts'

interface WireUsage {
  readonly name: { readonly value: string }
  readonly currentValue: number
  readonly limit: number
}

export function lowPriorityQuery(client: ArmClient, subscription: string) {
  return queryOptions({
    queryKey: ['cluster-low-priority', subscription],
    enabled: subscription !== '',
    queryFn: async (): Promise<number> => {
      const usages = await client.list<WireUsage>(arm.clusterUsages(subscription), apiVersions.batchAi)
      const low = usages.find(({ name }) => /low/i.test(name.value))
      return low === undefined ? Number.POSITIVE_INFINITY : Math.max(0, low.limit - low.currentValue)
    },
  })
}
