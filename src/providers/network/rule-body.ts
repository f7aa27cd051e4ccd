// A rule of a network security group as it is written, in its group or by itself.

import { z } from 'zod'
import { withoutNulls } from '../../arm/merge-patch.ts'
import { readBody } from '../../arm/read-body.ts'
import { oneOf, text, whole } from '../../arm/scalars.ts'
import type { Members } from '../../arm/stored-type.ts'
import type { ErrorDetail } from '../../base/errors.ts'
import { networkNameRule } from './network-settings.ts'

export interface SecurityRule {
  readonly name: string
  readonly properties: Members
}

const port = /^(\*|\d{1,5}(-\d{1,5})?)$/
const range = text.pipe(z.string().regex(port, "must be '*', a port, or two ports with '-' between"))

const properties = z.looseObject({
  description: z.string().max(140).optional(),
  protocol: oneOf(['Tcp', 'Udp', 'Icmp', 'Esp', 'Ah', '*']),
  access: oneOf(['Allow', 'Deny']),
  direction: oneOf(['Inbound', 'Outbound']),
  priority: whole(100, 4096),
  sourcePortRange: range.optional(),
  destinationPortRange: range.optional(),
  sourcePortRanges: z.array(range).optional(),
  destinationPortRanges: z.array(range).optional(),
  sourceAddressPrefix: z.string().optional(),
  destinationAddressPrefix: z.string().optional(),
  sourceAddressPrefixes: z.array(z.string()).optional(),
  destinationAddressPrefixes: z.array(z.string()).optional(),
})

export function readRuleProperties(sent: unknown, path: string): Members {
  const { provisioningState: _, ...found }: Record<string, unknown> = readBody(
    properties,
    withoutNulls(sent ?? {}),
    path,
  )
  return found
}

const inlineSchema = z.array(
  z.looseObject({
    name: z.string().regex(networkNameRule.pattern, networkNameRule.words),
    properties: z.looseObject({}).optional(),
  }),
)

/** The `securityRules` of a group. */
export function readRules(sent: unknown): SecurityRule[] {
  return readBody(inlineSchema, sent, 'properties.securityRules').map(({ name, properties: each }, index) => ({
    name,
    properties: readRuleProperties(each, `properties.securityRules.${index}.properties`),
  }))
}

/** A priority is one rule's in its direction, a name one rule's in its group. */
export function ruleFaults(rules: readonly SecurityRule[]): ErrorDetail[] {
  return rules.flatMap((rule, index) =>
    rules.slice(index + 1).flatMap((other) => {
      const target = `securityRules/${other.name}`
      if (rule.name.toLowerCase() === other.name.toLowerCase())
        return [{ code: 'DuplicateResourceName', target, message: `Two rules are called '${other.name}'.` }]
      if (placeOf(rule) !== placeOf(other)) return []
      const message = `The rules '${rule.name}' and '${other.name}' have the same priority and direction (${placeOf(rule)}).`
      return [{ code: 'SecurityRuleConflict', target, message }]
    }),
  )
}

function placeOf({ properties: { priority, direction } }: SecurityRule): string {
  return `${priority} ${direction}`
}
