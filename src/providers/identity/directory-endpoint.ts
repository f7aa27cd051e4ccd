// One operation of `Carrel.Identity`: what all of them have in common is said here once.

import { z } from 'zod'
import type { Endpoint } from '../../arm/endpoint.ts'
import type { Address } from '../../arm/resource-id.ts'
import { ArmError } from '../../base/errors.ts'
import type { DirectoryParts } from '../../identity/directory/directory-parts.ts'

export interface DirectorySettings extends DirectoryParts {
  readonly tenantId: string
}

/** `type` without the namespace; `users/resetPassword` is a POST at a user. */
export type DirectoryOperation = Pick<Endpoint, 'method' | 'kind' | 'handle' | 'isOwn'> & {
  readonly type: string
  readonly permission: 'read' | 'write' | 'delete' | 'action'
}

export const namespace = 'Carrel.Identity'
const apiVersions = ['2026-11-01']

export function directoryEndpoint({ type, permission, ...operation }: DirectoryOperation): Endpoint {
  const fullType = `${namespace}/${type}`
  return {
    ...operation,
    home: type.includes('/') ? 'tenantResource' : 'tenant',
    type: fullType,
    apiVersions,
    // An action is a verb, not a type of its own.
    ...(permission === 'action' ? { isUnlisted: true } : {}),
    action: `${fullType}/${permission}`,
  }
}

/** The name the path ends in, or the one above a list or an action: `users/ada/resetPassword` → `ada`. */
export function namedIn(address: Address): string {
  return address.kind === 'resource' ? address.name : (address.parentId.split('/').at(-1) ?? '')
}

/** The name above the resource: `groups/staff/members/{id}` → `staff`. */
export function parentNamedIn(address: Address): string {
  return address.parentId.split('/').at(-1) ?? ''
}

export const displayNameSchema = z.string().trim().min(1).max(120)

export function notInDirectory(what: string, name: string): ArmError {
  return new ArmError(404, `${what}NotFound`, `There is no ${words[what] ?? what} '${name.slice(0, 120)}'.`)
}

const words: Readonly<Record<string, string>> = {
  User: 'user',
  Group: 'group',
  ServicePrincipal: 'service principal',
}
