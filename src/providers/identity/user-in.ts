// Which user a path names, and whether that is the caller.

import { z } from 'zod'
import type { EndpointRequest } from '../../arm/endpoint.ts'
import type { Caller } from '../../arm/resource-type.ts'
import { findUserByNameOrId, type User } from '../../identity/users.ts'
import { type DirectorySettings, namedIn, notInDirectory } from './directory-endpoint.ts'

export const passwordSchema = z
  .string()
  .min(12, 'must have at least 12 characters')
  .max(1024, 'must have at most 1,024 characters')

/** 404 where there is none. */
export async function userIn({ db }: DirectorySettings, { address }: EndpointRequest): Promise<User> {
  const user = await findUserByNameOrId(db, namedIn(address))
  if (user === undefined) throw notInDirectory('User', namedIn(address))
  return user
}

/** What a person reads of himself needs no role. */
export function isOneself(name: string, { actor }: Caller): boolean {
  const wanted = name.toLowerCase()
  return actor.kind === 'User' && [actor.objectId.toLowerCase(), actor.name.toLowerCase()].includes(wanted)
}
