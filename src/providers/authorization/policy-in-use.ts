// A definition that is assigned, or stands in a set, cannot go, and cannot come to need what those who use it do not give.

import {
  type PolicyAssignment,
  type PolicySetDefinition,
  policyAssignmentType,
  policySetDefinitionType,
} from '../../access/policy/policy-types.ts'
import { keyOf } from '../../arm/resource-id.ts'
import type { AskedChange } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import { isPlainObject } from '../../base/json.ts'
import { givenParameters } from '../../policy/parameters.ts'
import type { ResourceRecord } from '../../store/records.ts'
import { isObject, type JsonObject } from '../../template/json-values.ts'

interface Use {
  readonly id: string
  readonly parameters: JsonObject
}

/** Throws 409 for a deletion, 400 for a change. */
export async function refuseUsedDefinition(change: AskedChange): Promise<void> {
  const uses = await usesOf(change)
  const [first] = uses
  if (first === undefined) return
  if (change.verb === 'delete') {
    const name = change.id.split('/').at(-1)
    throw new ArmError(
      409,
      'PolicyDefinitionInUse',
      `'${name}' is in use by ${uses.length === 1 ? '' : `${uses.length} others, the first of them `}'${first.id}'. Delete that first.`,
    )
  }
  const { parameters } = isPlainObject(change.body.properties) ? change.body.properties : {}
  const wanted = isObject(parameters) ? parameters : {}
  for (const { id, parameters: given } of uses) {
    const [fault] = givenParameters(wanted, given).faults
    if (fault === undefined) continue
    throw new ArmError(
      400,
      'InvalidPolicyParameters',
      `'${id}' uses it and does not go with the change: ${fault} Give new parameters a default, and keep those that are in use.`,
      { target: 'properties.parameters' },
    )
  }
}

async function usesOf({ id, parentId, store }: AskedChange): Promise<Use[]> {
  const type = [policyAssignmentType, policySetDefinitionType]
  const rows = await store.list({ type, underKey: keyOf(parentId) })
  return rows.flatMap((row) => {
    if (row.type === policyAssignmentType) {
      const { desired } = row as ResourceRecord<PolicyAssignment>
      return keyOf(desired.policyDefinitionId) === keyOf(id) ? [{ id: row.id, parameters: desired.parameters }] : []
    }
    const { desired } = row as ResourceRecord<PolicySetDefinition>
    return desired.members
      .filter(({ policyDefinitionId }) => keyOf(policyDefinitionId) === keyOf(id))
      .map(({ parameters }) => ({ id: row.id, parameters }))
  })
}
