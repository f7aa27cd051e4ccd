// A rule as a resource: written by itself, beside or instead of the list in its group.

import type { Stored } from '../../arm/stored-type.ts'
import { ArmError } from '../../base/errors.ts'
import { rulesOf } from './network-security-groups.ts'
import { type PartDesired, partType } from './part-type.ts'
import { readRuleProperties, ruleFaults, type SecurityRule } from './rule-body.ts'

export const securityRules = partType({
  type: 'Microsoft.Network/networkSecurityGroups/securityRules',
  read: readRuleProperties,
  partsOf: rulesOf,
  write: written,
})

/** Throws 400 where it does not go with the others. */
function written(group: Stored, name: string, desired: PartDesired | undefined): Stored {
  const own = (rule: SecurityRule) => rule.name.toLowerCase() === name.toLowerCase()
  const before = rulesOf(group)
  const others = before.filter((rule) => !own(rule))
  const next = desired && { name: before.find(own)?.name ?? name, properties: desired.properties }
  const all = next ? [...others, next] : others
  const [first, ...more] = ruleFaults(all)
  if (first) throw new ArmError(400, first.code, first.message, { target: name, details: [first, ...more] })
  return { ...group, properties: { ...group.properties, securityRules: all } }
}
