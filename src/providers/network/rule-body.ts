// A rule of a network security group as it is written, in its group or by itself.

import { z } from 'zod'
import { withoutNulls } from '../../arm/merge-patch.ts'
import { readBody } from '../../arm/read-body.ts'
import { oneOf, text, whole } from '../../arm/scalars.ts'
import type { Members } from '../../arm/stored-type.ts'
import type { ErrorDetail } from '../../base/errors.ts'
import { type InlinePart, readInlineParts } from './inline-parts.ts'

export type SecurityRule = InlinePart

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

/** The `securityRules` of a group. */
export function readRules(sent: unknown): SecurityRule[] {
  const path = 'properties.securityRules'
  return readInlineParts(sent, { path, most: 1_000, words: 'at most 1000 rules', read: readRuleProperties })
}

/** A priority is one rule's in its direction, a name one rule's in its group. */
export function ruleFaults(rules: readonly SecurityRule[]): ErrorDetail[] {
  const names = new Set<string>()
  const places = new Map<string, string>()
  return rules.flatMap(({ name, properties: { priority, direction } }) => {
    const target = `securityRules/${name}`
    if (names.size === names.add(name.toLowerCase()).size)
      return [{ code: 'DuplicateResourceName', target, message: `Two rules are called '${name}'.` }]
    const place = `${priority} ${direction}`
    const other = places.get(place)
    places.set(place, other ?? name)
    if (other === undefined) return []
    const message = `The rules '${other}' and '${name}' have the same priority and direction (${place}).`
    return [{ code: 'SecurityRuleConflict', target, message }]
  })
}
