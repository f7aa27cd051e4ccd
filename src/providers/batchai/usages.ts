// What is used of the cores of a location, and what may be: all dedicated ones, each family of them, and those of low
// priority, which are counted apart.

import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { requireLocation } from '../../arm/locations.ts'
import type { FleetSettings } from '../../fleet/fleet.ts'
import { lowPriorityFamily, lowPriorityLedger } from '../../fleet/low-priority.ts'
import { sizes } from '../../fleet/sizes.ts'
import { defaultQuotaCores, totalFamily } from '../../store/default-quota.ts'
import { batchAiVersions } from './api-versions.ts'

const type = 'Microsoft.BatchAI/locations/usages'
const families = [totalFamily, ...new Set(sizes.map((size) => size.family))]

export function usages({ engine }: FleetSettings): Endpoint {
  return {
    method: 'GET',
    kind: 'collection',
    home: 'subscription',
    type,
    apiVersions: batchAiVersions,
    action: `${type}/read`,
    async handle({ address, store }) {
      requireLocation(address.parentId.split('/').at(-1), type)
      const dedicated = await usedIn(store, engine)
      const low = await usedIn(store, lowPriorityLedger(engine))
      const value = [
        ...families.map((family) => document(family, nameOf(family), dedicated.get(family))),
        document(lowPriorityFamily, 'Total low priority cores', low.get(totalFamily)),
      ]
      return { status: 200, body: { value } }
    },
  }
}

interface Used {
  readonly cores: number
  readonly limit: number
}

async function usedIn(store: EndpointRequest['store'], ledger: string): Promise<Map<string, Used>> {
  return new Map((await store.usage(ledger)).map(({ family, ...used }) => [family, used]))
}

function document(value: string, localizedValue: string, used: Used = { cores: 0, limit: defaultQuotaCores }) {
  return { unit: 'Count', currentValue: used.cores, limit: used.limit, name: { value, localizedValue } }
}

function nameOf(family: string): string {
  return family === totalFamily ? 'Total dedicated cores' : family
}
