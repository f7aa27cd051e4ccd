// Who is signed in at our own pages, and the way there for whoever is not.

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { wasSignedOut } from './account.ts'
import { pagesClientId } from './clients.ts'
import type { Identity } from './identity.ts'
import { findUser, type User } from './users.ts'

/** Undefined: nobody, or somebody who no longer counts. */
export async function signedInUser(
  identity: Identity,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<User | undefined> {
  const provider = await identity.provider()
  const session = await provider.Session.get(provider.createContext(request.raw, reply.raw))
  const found = session.accountId === undefined ? undefined : await findUser(identity.db, session.accountId)
  if (found === undefined || found.isDisabled) return undefined
  // A request that is answered while its account is signed out everywhere writes the session once more.
  return wasSignedOut(found, session.loginTs) ? undefined : found
}

/** An address that asks for name and password and comes back to `page`, one of those the pages' client may return to. */
export function signInPath({ browserEndpoint, installation }: Config, page: '/' | '/account'): string {
  const query = new URLSearchParams({
    client_id: pagesClientId,
    response_type: 'none',
    redirect_uri: browserEndpoint + page,
    scope: 'openid',
  })
  return `${browserEndpoint}/${installation.tenantId}/oauth2/v2.0/authorize?${query}`
}
