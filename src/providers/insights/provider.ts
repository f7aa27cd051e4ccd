import type { Provider } from '../../arm/registry.ts'
import type { Clock } from '../../base/clock.ts'
import { activityLog } from './activity-log.ts'
import { eventCategories } from './event-categories.ts'

export function insights(clock: Clock): Provider {
  return { namespace: 'Microsoft.Insights', types: [], endpoints: [activityLog(clock), eventCategories] }
}
