// What assigns a definition or a set to a scope and all below it.

import type { PolicyAssignment } from '../../access/policy/policy-types.ts'
import { policyAssignmentType } from '../../access/policy/policy-types.ts'
import { scopeOf } from '../../access/policy/scope-of.ts'
import type { Provider } from '../../arm/registry.ts'
import { resourceType } from '../../arm/resource-type.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { Store } from '../../store/store.ts'
import { parseAssignment } from './policy-assignment-body.ts'
import { policyApiVersions, policyDeadlines, renderDescribed, renderParameterValues } from './policy-body.ts'
import { listAtScope } from './policy-list.ts'
import { requireAssignable } from './require-assignable.ts'

const skuUntil = '2020-09-01'
const modeSince = '2019-01-01'
const messagesSince = '2020-09-01'
const selectorsSince = '2022-06-01'

export interface AssignmentSettings {
  readonly store: Store
  readonly tenantId: string
}

export function policyAssignments({ store, tenantId }: AssignmentSettings): Pick<Provider, 'types' | 'endpoints'> {
  return {
    types: [
      resourceType<PolicyAssignment>({
        type: policyAssignmentType,
        apiVersions: policyApiVersions,
        home: 'scope',
        isTracked: false,
        omits: ['systemData', 'provisioningState'],
        topLevel: ['identity', 'sku'],
        verbs: ['get', 'put', 'delete'],
        updatedStatus: 201,
        deadlinesMs: policyDeadlines,
        parse: parseAssignment,
        /** One after the other with changes of definitions: none may go while it is being assigned. */
        refuseChange: async () => undefined,
        complete: async (desired, parentKey) => {
          await requireAssignable(store, desired, parentKey)
          return desired
        },
        render: ({ record, apiVersion }) => render(record, apiVersion, tenantId),
      }),
    ],
    endpoints: [listAtScope(policyAssignmentType, policyApiVersions)],
  }
}

function render(record: ResourceRecord<PolicyAssignment>, apiVersion: string, tenantId: string) {
  const {
    policyDefinitionId,
    parameters,
    notScopes,
    isEnforced,
    messages,
    selectors,
    overrides,
    identity,
    location,
    sku,
  } = record.desired
  return {
    ...(location === undefined ? {} : { location }),
    ...(sku === undefined || apiVersion >= skuUntil ? {} : { sku }),
    ...(identity === undefined ? {} : { identity: { type: identity, tenantId } }),
    properties: {
      ...renderDescribed(record),
      policyDefinitionId,
      scope: scopeOf(record.id),
      notScopes,
      parameters: renderParameterValues(parameters),
      ...(apiVersion >= modeSince ? { enforcementMode: isEnforced ? 'Default' : 'DoNotEnforce' } : {}),
      ...(apiVersion >= messagesSince && messages.length > 0 ? { nonComplianceMessages: messages } : {}),
      ...(apiVersion >= selectorsSince && selectors.length > 0 ? { resourceSelectors: selectors } : {}),
      ...(apiVersion >= selectorsSince && overrides.length > 0
        ? { overrides: overrides.map((each) => ({ kind: 'policyEffect', ...each })) }
        : {}),
    },
  }
}
