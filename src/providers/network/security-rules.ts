// A rule as a resource: written by itself, beside or instead of the list in its group.

import { etagOf } from '../../arm/precondition.ts'
import type { ArmDesired, ResourceType } from '../../arm/resource-type.ts'
import type { Members, Stored } from '../../arm/stored-type.ts'
import { ArmError } from '../../base/errors.ts'
import { rulesOf } from './network-security-groups.ts'
import { networkNameRule, networkVersions, typedPartsSince } from './network-settings.ts'
import { readRuleProperties, ruleFaults, type SecurityRule } from './rule-body.ts'

interface RuleDesired extends ArmDesired {
  readonly properties: Members
}

export const securityRules: ResourceType<RuleDesired> = {
  type: 'Microsoft.Network/networkSecurityGroups/securityRules',
  apiVersions: networkVersions,
  home: 'resource',
  isTracked: false,
  omits: ['systemData'],
  verbs: ['get', 'list', 'put', 'delete'],
  deadlinesMs: { create: 30_000, update: 30_000, delete: 30_000 },

  parse({ name, body }) {
    if (networkNameRule.pattern.test(name)) return { properties: readRuleProperties(body.properties, 'properties') }
    throw new ArmError(400, networkNameRule.code, `The name '${name}' is not valid: ${networkNameRule.words}.`)
  },
  part: {
    list: (group) => rulesOf(group as Stored).map(({ name, properties }) => ({ name, desired: { properties } })),
    write: (group, name, desired) => written(group as Stored, name, desired),
  },
  render: ({ record, apiVersion }) => ({
    ...(apiVersion >= typedPartsSince ? {} : { type: undefined }),
    etag: etagOf(record),
    properties: record.desired.properties,
  }),
}

/** Throws 400 where it does not go with the others. */
function written(group: Stored, name: string, desired: RuleDesired | undefined): Stored {
  const own = (rule: SecurityRule) => rule.name.toLowerCase() === name.toLowerCase()
  const before = rulesOf(group)
  const others = before.filter((rule) => !own(rule))
  const next = desired && { name: before.find(own)?.name ?? name, properties: desired.properties }
  const all = next ? [...others, next] : others
  const [first, ...more] = ruleFaults(all)
  if (first) throw new ArmError(400, first.code, first.message, { target: name, details: [first, ...more] })
  return { ...group, properties: { ...group.properties, securityRules: all } }
}
