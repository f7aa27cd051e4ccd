import { lockType } from '../../arm/locks.ts'
import {
  policyAssignmentType,
  policyDefinitionType,
  policyExemptionType,
  policySetDefinitionType,
} from './policy-types.ts'

/**
 * Policies themselves and locks are not bound, or a rule could keep people from mending it; nor are deployments, whose
 * resources are, one by one.
 */
export const ungovernedTypes: ReadonlySet<string> = new Set([
  policyDefinitionType,
  policySetDefinitionType,
  policyAssignmentType,
  policyExemptionType,
  lockType,
  'Microsoft.Resources/deployments',
])
