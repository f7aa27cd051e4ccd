import type { Kysely } from 'kysely'
import type { Provider } from '../../arm/registry.ts'
import type { Clock } from '../../base/clock.ts'
import type { Tables } from '../../store/tables.ts'
import { activityLog } from './activity-log.ts'
import { components } from './components.ts'
import { eventCategories } from './event-categories.ts'
import { type MetricSource, metricEndpoints } from './metrics/metric-endpoints.ts'

export function insights(
  parts: { db: Kysely<Tables>; clock: Clock; tenantId: string } & Pick<MetricSource, 'unwritten'>,
): Provider {
  return {
    namespace: 'Microsoft.Insights',
    types: [components(parts)],
    endpoints: [activityLog(parts), eventCategories, ...metricEndpoints(parts)],
  }
}
