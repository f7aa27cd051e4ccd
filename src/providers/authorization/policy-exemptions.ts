// What lets a scope off an assignment. Whoever writes one needs more than the right to write it here: the right to exempt
// from the assignment, where that stands. Else whoever owns a group could free it of what binds the subscription.

import { z } from 'zod'
import { accessOf } from '../../access/authorize.ts'
import { type PolicyExemption, policyAssignmentType, policyExemptionType } from '../../access/policy/policy-types.ts'
import { readBody } from '../../arm/read-body.ts'
import type { Provider } from '../../arm/registry.ts'
import { keyOf, scopeKeysOf } from '../../arm/resource-id.ts'
import { type AskedChange, type PutInput, resourceType } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import {
  described,
  describedShape,
  notOffered,
  policyDeadlines,
  renderDescribed,
  requirePolicyName,
  requirePolicyScope,
} from './policy-body.ts'
import { listAtScope } from './policy-list.ts'
import type { RoleSettings } from './role-settings.ts'

const propertiesSchema = z.strictObject({
  ...describedShape,
  policyAssignmentId: z.string('is required').min(1),
  policyDefinitionReferenceIds: z.array(z.string()).max(100).nullish(),
  exemptionCategory: z.string('is required'),
  expiresOn: z.string().nullish(),
  assignmentScopeValidation: z.literal('Default', 'must be Default').nullish(),
  resourceSelectors: notOffered.or(z.array(z.unknown()).max(0, 'are not offered')),
})

const apiVersions = ['2020-07-01-preview', '2022-07-01-preview', '2024-12-01-preview', '2026-01-01-preview']

export function policyExemptions({ groupsOf }: RoleSettings): Pick<Provider, 'types' | 'endpoints'> {
  return {
    types: [
      resourceType<PolicyExemption>({
        type: policyExemptionType,
        apiVersions,
        home: 'scope',
        isTracked: false,
        omits: ['provisioningState'],
        verbs: ['get', 'put', 'delete'],
        deadlinesMs: policyDeadlines,
        parse,
        refuseChange: (change) => refuseExemption(change, groupsOf),
        render: ({ record }) => {
          const { policyAssignmentId, referenceIds, category, expiresOn } = record.desired
          return {
            properties: {
              ...renderDescribed(record),
              policyAssignmentId,
              policyDefinitionReferenceIds: referenceIds,
              exemptionCategory: category,
              ...(expiresOn === undefined ? {} : { expiresOn }),
            },
          }
        },
      }),
    ],
    endpoints: [listAtScope(policyExemptionType, apiVersions)],
  }
}

function parse({ id, name, body }: PutInput<PolicyExemption>): PolicyExemption {
  requirePolicyScope(id, 'exemption')
  requirePolicyName(name, 'policy exemption', 128)
  const properties = readBody(propertiesSchema, body.properties ?? {}, 'properties')
  const { expiresOn, exemptionCategory, policyAssignmentId, policyDefinitionReferenceIds } = properties
  const category = (['Waiver', 'Mitigated'] as const).find(
    (each) => each.toLowerCase() === exemptionCategory.toLowerCase(),
  )
  if (category === undefined)
    throw new ArmError(400, 'InvalidExemptionCategory', 'The exemptionCategory must be Waiver or Mitigated.', {
      target: 'properties.exemptionCategory',
    })
  if (expiresOn && Number.isNaN(Date.parse(expiresOn)))
    throw new ArmError(400, 'InvalidExpiresOn', 'expiresOn must be a time such as 2030-01-31T00:00:00Z.', {
      target: 'properties.expiresOn',
    })
  return {
    ...described(properties),
    policyAssignmentId,
    referenceIds: policyDefinitionReferenceIds ?? [],
    category,
    ...(expiresOn ? { expiresOn } : {}),
  }
}

/** Throws 403 without the right at the assignment, 404 and 400 where that is not one that reaches here. */
async function refuseExemption(change: AskedChange, groupsOf: RoleSettings['groupsOf']): Promise<void> {
  if (change.verb === 'delete') return
  const { policyAssignmentId } = readBody(propertiesSchema, change.body.properties ?? {}, 'properties')
  const access = await accessOf({ store: change.store, groupsOf }, change.caller.actor)
  access.require(`${policyAssignmentType}/exempt/action`, policyAssignmentId)
  const assignment = await change.store.get(keyOf(policyAssignmentId))
  if (assignment?.type !== policyAssignmentType)
    throw new ArmError(
      404,
      'PolicyAssignmentNotFound',
      `The policy assignment '${policyAssignmentId.slice(0, 300)}' could not be found.`,
    )
  if (!scopeKeysOf(change.parentId).includes(assignment.parentKey))
    throw new ArmError(400, 'InvalidPolicyExemption', `'${assignment.id}' does not reach '${change.parentId}'.`)
}
