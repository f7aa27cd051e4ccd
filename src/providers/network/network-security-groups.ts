// Network security groups: rules, kept, checked and shown. They filter nothing: instances are closed to all but the
// gateway, and to one another but for the port their subnet opens.

import { z } from 'zod'
import { derivedGuid } from '../../arm/derived-guid.ts'
import { etagOf } from '../../arm/precondition.ts'
import { type Stored, type StoredRecord, storedType } from '../../arm/stored-type.ts'
import { defaultRules } from './default-rules.ts'
import { type NetworkSettings, networkNameRule, networkVersions, typedPartsSince } from './network-settings.ts'
import { readRules, ruleFaults, type SecurityRule } from './rule-body.ts'

const groupType = 'Microsoft.Network/networkSecurityGroups'

export function networkSecurityGroups({ tenantId }: NetworkSettings) {
  return storedType({
    type: groupType,
    apiVersions: networkVersions,
    tenantId,
    name: networkNameRule,
    properties: z.looseObject({ securityRules: z.array(z.unknown()).optional() }),
    readOnly: ['provisioningState', 'resourceGuid', 'defaultSecurityRules', 'subnets', 'networkInterfaces'],

    /** As with subnets: what a PUT does not speak of stays. */
    kept(next, before) {
      const sent = next.properties['securityRules']
      const securityRules = sent === undefined ? rulesOf(before) : readRules(sent)
      return { ...next, properties: { ...next.properties, securityRules } }
    },
    admit: (next) => ruleFaults(rulesOf(next)),

    shownOutside: (record) => ({ etag: etagOf(record) }),
    shown: (record, apiVersion) => ({
      resourceGuid: derivedGuid(`security group ${record.key} ${record.createdAt}`),
      securityRules: shownRules(record, { list: 'securityRules', rules: rulesOf(record.desired), apiVersion }),
      defaultSecurityRules: shownRules(record, { list: 'defaultSecurityRules', rules: defaultRules, apiVersion }),
    }),
  })
}

export function rulesOf(group: Stored | undefined): readonly SecurityRule[] {
  const rules = group?.properties['securityRules']
  return Array.isArray(rules) ? (rules as SecurityRule[]) : []
}

interface RuleList {
  readonly list: 'securityRules' | 'defaultSecurityRules'
  readonly rules: readonly SecurityRule[]
  readonly apiVersion: string
}

function shownRules(group: StoredRecord, { list, rules, apiVersion }: RuleList) {
  return rules.map(({ name, properties }) => ({
    id: `${group.id}/${list}/${name}`,
    name,
    ...(apiVersion >= typedPartsSince ? { type: `${groupType}/${list}` } : {}),
    etag: etagOf(group),
    properties: { provisioningState: 'Succeeded', ...properties },
  }))
}
