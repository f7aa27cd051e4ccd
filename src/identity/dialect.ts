// What Azure's clients send, turned into what the standards say. Pure: parameters in, parameters out.
// Azure names the API a token is for in `scope` (new form) or `resource` (old form); the standard has a resource
// indicator (RFC 8707) and scopes of that resource. Every API here has one scope, `user_impersonation`.

import type { EndpointKind } from './endpoint-path.ts'
import type { KnownApis } from './known-apis.ts'

/** Form or query parameters; an array where one was repeated. */
export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>

export interface Asked {
  /** As the client spelled them. */
  readonly scope: string | undefined
  readonly resource: string | undefined
  readonly grantType: string | undefined
  /** The client wants to be told who signed in, in MSAL's form. */
  readonly wantsClientInfo: boolean
}

export interface StandardRequest {
  readonly parameters: Parameters
  readonly asked: Asked
}

const oidcScopes = ['openid', 'profile', 'email', 'offline_access']
export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code'

export function toStandardRequest(kind: EndpointKind, sent: Parameters, apis: KnownApis): StandardRequest {
  const asked: Asked = {
    scope: single(sent['scope']),
    resource: single(sent['resource']),
    grantType: single(sent['grant_type']),
    wantsClientInfo: single(sent['client_info']) === '1',
  }
  const { claims: _claims, ...rest } = sent
  const parameters = kind === 'token' ? tokenRequest(rest, asked, apis) : signInRequest(rest, asked, apis)
  return { parameters, asked }
}

/**
 * At the token endpoint a scope only says which API: what may be had was fixed when the person signed in. A client that
 * signs in as itself was never asked, so its scope stays.
 */
function tokenRequest(sent: Parameters, asked: Asked, apis: KnownApis): Parameters {
  const resource = resourceAsked(asked, apis)
  if (asked.grantType === 'client_credentials') {
    return { ...sent, resource: resource ?? apis.canonical[0], scope: 'user_impersonation' }
  }
  const { scope: _scope, ...rest } = sent
  return { ...rest, ...deviceCodeForm(sent, asked), resource }
}

/** ADAL says `code` for `device_code`, and some say `device_code` for the grant's full name. */
function deviceCodeForm(sent: Parameters, { grantType }: Asked): Parameters {
  if (grantType !== 'device_code' && grantType !== deviceCodeGrant) return {}
  return { grant_type: deviceCodeGrant, device_code: sent['device_code'] ?? sent['code'] }
}

/**
 * Clients take for granted that one sign-in serves every API, and that a refresh token comes with it: all known APIs
 * are granted, the asked one first. A request for no API (a plain sign-in) is left as it is.
 */
function signInRequest(sent: Parameters, asked: Asked, apis: KnownApis): Parameters {
  const resource = resourceAsked(asked, apis)
  if (resource === undefined) return sent
  const wanted = new Set([...splitScope(asked.scope).oidc, 'openid', 'profile', 'offline_access', 'user_impersonation'])
  return {
    ...sent,
    scope: [...wanted].join(' '),
    resource: [resource, ...apis.canonical.filter((api) => api !== resource)],
  }
}

/** The canonical name where we know one, else as asked: then the library's question for it is answered with a refusal. */
function resourceAsked(asked: Asked, apis: KnownApis): string | undefined {
  const [scope] = splitScope(asked.scope).api
  const resource = asked.resource ?? (scope?.includes('/') ? scope.slice(0, scope.lastIndexOf('/')) : undefined)
  if (resource === undefined || resource === '') return undefined
  return apis.canonicalOf(resource) ?? (URL.canParse(resource) ? resource : `api://${encodeURIComponent(resource)}`)
}

function splitScope(scope: string | undefined): { oidc: string[]; api: string[] } {
  const scopes = scope?.split(' ').filter((each) => each !== '') ?? []
  return {
    oidc: scopes.filter((each) => oidcScopes.includes(each)),
    api: scopes.filter((each) => !oidcScopes.includes(each)),
  }
}

/** A repeated parameter is nobody's: the library refuses it. */
function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
