import type { Provider } from '../../arm/registry.ts'
import type { Clock } from '../../base/clock.ts'
import { policyStates } from './policy-states.ts'

export function policyInsights(clock: Clock): Provider {
  return { namespace: 'Microsoft.PolicyInsights', types: [], endpoints: policyStates(clock) }
}
