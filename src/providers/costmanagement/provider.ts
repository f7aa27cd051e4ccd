import type { Provider } from '../../arm/registry.ts'
import { type CostSource, queryCosts } from './query-costs.ts'

export function costManagement(source: CostSource): Provider {
  return { namespace: 'Microsoft.CostManagement', types: [], endpoints: [queryCosts(source)] }
}
