// The `identity` of a resource: kept and shown. Nobody can sign in as it, so a system-assigned one has no principal.

import { z } from 'zod'
import { derivedGuid } from './derived-guid.ts'
import { readBody } from './read-body.ts'
import { keyOf } from './resource-id.ts'
import { oneOf } from './scalars.ts'

export interface ManagedIdentity {
  readonly isSystemAssigned: boolean
  /** Resource ids of those made as resources of their own. */
  readonly userAssigned: readonly string[]
}

const kind = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .pipe(z.array(oneOf(['None', 'SystemAssigned', 'UserAssigned'])))

const schema = z
  .looseObject({ type: kind, userAssignedIdentities: z.record(z.string(), z.unknown()).nullish() })
  .transform(({ type, userAssignedIdentities }, context) => {
    const listed = Object.entries(userAssignedIdentities ?? {}).flatMap(([id, value]) => (value === null ? [] : [id]))
    const isUserAssigned = type.includes('UserAssigned')
    if (isUserAssigned !== listed.length > 0) {
      const message = isUserAssigned
        ? "must name an identity when the type has 'UserAssigned'"
        : "must be empty unless the type has 'UserAssigned'"
      context.addIssue({ code: 'custom', path: ['userAssignedIdentities'], message })
      return z.NEVER
    }
    return { isSystemAssigned: type.includes('SystemAssigned'), userAssigned: listed }
  })

/** Undefined: it has none. Throws 400. */
export function readIdentity(body: unknown): ManagedIdentity | undefined {
  if (body === undefined || body === null) return undefined
  const found = readBody(schema, body, 'identity')
  return found.isSystemAssigned || found.userAssigned.length > 0 ? found : undefined
}

/** As published, and as a PUT would send it. */
export function shownIdentity(identity: ManagedIdentity, tenantId: string): Record<string, unknown> {
  const { isSystemAssigned, userAssigned } = identity
  const kinds = [...(isSystemAssigned ? ['SystemAssigned'] : []), ...(userAssigned.length > 0 ? ['UserAssigned'] : [])]
  const people = userAssigned.map((id) => [id, { principalId: principalIdOf(id), clientId: clientIdOf(id) }])
  return {
    type: kinds.join(','),
    ...(isSystemAssigned ? { tenantId, principalId: null } : {}),
    ...(userAssigned.length > 0 ? { userAssignedIdentities: Object.fromEntries(people) } : {}),
  }
}

/** Of a user-assigned identity, by its resource id. */
export function principalIdOf(id: string): string {
  return derivedGuid(`principal ${keyOf(id)}`)
}

export function clientIdOf(id: string): string {
  return derivedGuid(`client ${keyOf(id)}`)
}
