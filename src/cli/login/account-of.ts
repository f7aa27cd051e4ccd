import { decodeJwt } from 'jose'
import type { Profile } from '../session/profile.ts'
import type { Tokens } from '../session/tokens.ts'

/** Who the tokens are about. They come from the authority itself, so nothing is verified here. */
export function accountOf({ access, idToken }: Tokens, clientId: string | undefined): Profile['account'] {
  const claims = decodeJwt(idToken ?? access.token)
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : undefined)
  const name = text('preferred_username') ?? text('unique_name') ?? text('upn') ?? text('app_displayname')
  return {
    name: clientId ?? name ?? 'unknown',
    kind: clientId === undefined ? 'User' : 'ServicePrincipal',
    objectId: text('oid') ?? '',
  }
}
