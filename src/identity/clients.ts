// Who may ask for tokens. Nothing is registered: clients are our own pages, the apps (one client per origin, so that one
// app's code is of no use to another), the command lines, and the service principals.

import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { type AdapterPayload, Provider } from 'oidc-provider'
import type { Clock } from '../base/clock.ts'
import type { Config } from '../config.ts'
import type { Tables } from '../store/tables.ts'
import { appTitle } from './app-title.ts'
import { assertionKeys } from './assertion-keys.ts'
import { currentAssertion, keepAssertionFault } from './client-assertion.ts'
import { deviceCodeGrant } from './dialect.ts'
import { appOrigin, labelOfClient } from './identity-hosts.ts'
import { type Sealer, sha256 } from './seal.ts'
import { findServicePrincipal } from './service-principals.ts'

export interface ClientParts {
  readonly db: Kysely<Tables>
  readonly config: Config
  readonly sealer: Sealer
  readonly clock: Clock
}

/** Our own sign-in page, for which no token is issued. */
export const pagesClientId = 'carrel-pages'

/** The web application, which keeps its tokens in memory and is signed in silently after a reload. */
export const studioClientId = 'carrel-studio'

/** Command lines: anybody may claim to be one, so they are never signed in without asking. */
const nativeClients: ReadonlyMap<string, string> = new Map([
  // The id it has in every cloud.
  ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Azure CLI'],
  ['carrel-cli', 'Carrel CLI'],
])

/** Metadata as OpenID Connect registration spells it; `client_secret` is the SHA-256 of the secret. */
export async function findClient(parts: ClientParts, clientId: string): Promise<AdapterPayload | undefined> {
  // Not every way an id comes in is a form of ours, and not every database can be asked for one with a NUL.
  if (clientId.includes('\0')) return undefined
  if (clientId === pagesClientId) return pagesClient(parts.config)
  if (clientId === studioClientId) return studioClient(parts.config)
  const native = nativeClients.get(clientId.toLowerCase())
  if (native !== undefined) return nativeClient(clientId, native)
  const label = labelOfClient(clientId)
  return label === undefined ? servicePrincipalClient(parts, clientId) : appClient(parts, label, clientId)
}

/** Derived, so that gateway sign-in needs no table and a restart changes nothing. */
export function appClientSecret(sealer: Sealer, clientId: string): string {
  return sealer.derive(`client/${clientId}`)
}

function pagesClient(config: Config): AdapterPayload {
  return {
    client_id: pagesClientId,
    client_name: 'Carrel',
    redirect_uris: ['/', '/account'].map((path) => config.browserEndpoint + path),
    response_types: ['none'],
    grant_types: [],
    token_endpoint_auth_method: 'none',
  }
}

function studioClient(config: Config): AdapterPayload {
  return {
    client_id: studioClientId,
    client_name: 'Carrel Studio',
    redirect_uris: [`${config.browserEndpoint}/studio/signed-in`],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
  }
}

function appClient({ config, sealer }: ClientParts, label: string, clientId: string): AdapterPayload {
  return {
    client_id: clientId,
    client_name: appTitle(label),
    redirect_uris: [`${appOrigin(config, label)}/.carrel/callback`],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_post',
    client_secret: sha256(appClientSecret(sealer, clientId)),
    scope: 'openid profile',
  }
}

/** Any port on loopback matches: a native client listens where there is room. */
function nativeClient(clientId: string, name: string): AdapterPayload {
  return {
    client_id: clientId,
    client_name: name,
    application_type: 'native',
    redirect_uris: ['http://localhost', 'http://127.0.0.1'],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token', deviceCodeGrant],
    token_endpoint_auth_method: 'none',
  }
}

/** A principal may have both a secret and certificates; the request shows which it uses. */
async function servicePrincipalClient(
  { db, clock }: ClientParts,
  clientId: string,
): Promise<AdapterPayload | undefined> {
  const principal = await findServicePrincipal(db, clientId)
  if (principal === undefined || principal.isDisabled) return undefined
  const program = {
    client_id: clientId,
    client_name: principal.displayName,
    object_id: principal.objectId,
    redirect_uris: [],
    response_types: [],
    grant_types: ['client_credentials'],
  }
  const assertion = currentAssertion(Provider.ctx)
  if (assertion !== undefined) {
    const { keys, fault } = assertionKeys(principal.certificates, assertion.jwt, clock.now())
    keepAssertionFault(Provider.ctx, fault)
    return { ...program, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [...keys] } }
  }
  // Whoever has no secret is compared with one nobody has.
  const hash = principal.secretHash ?? sha256(randomUUID())
  return { ...program, token_endpoint_auth_method: 'client_secret_post', client_secret: hash }
}
