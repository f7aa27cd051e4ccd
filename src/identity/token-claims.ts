// What an access token says beyond the standard: the claims Azure's clients and our own check read. For a program the
// subject is its object id, as for a person.

import type { KoaContextWithOIDC, UnknownObject } from 'oidc-provider'

/**
 * `oid` is what authorization decides by; `idtyp` tells a program from a person; `iat_ms` lets a token fetched right after
 * everything was signed out count, in the same second too.
 */
export async function accessTokenClaims(ctx: KoaContextWithOIDC, tenantId: string): Promise<UnknownObject> {
  const { client, account } = ctx.oidc
  const about = { tid: tenantId, appid: client?.clientId, azp: client?.clientId, ver: '1.0', iat_ms: Date.now() }
  if (account === undefined) return { ...about, oid: client?.['object_id'], idtyp: 'app', name: client?.clientName }
  const { sub: _sub, ver: _ver, ...claims } = await account.claims('access_token', '', {}, [])
  return { ...about, ...claims, idtyp: 'user', scp: 'user_impersonation' }
}

/** Last change before signing. Some clients take only a plain `JWT`. */
export function shapeAccessToken(token: {
  header?: Record<string, unknown> | undefined
  payload: Record<string, unknown>
}): void {
  token.header = { ...token.header, typ: 'JWT' }
  const { payload } = token
  delete payload['scope']
  if (payload['idtyp'] === 'app') payload['sub'] = payload['oid']
}
