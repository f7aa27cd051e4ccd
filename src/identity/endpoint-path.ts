// Reads the paths of the identity platform: any tenant name in front, old and new spellings behind, one meaning.

export interface EndpointPath {
  /** First segment, in lower case: a tenant's id or one of its other names. */
  readonly alias: string
  /** The path the OIDC library serves. */
  readonly inner: string
  readonly kind: EndpointKind
  /** The form before OAuth 2.0 scopes: `resource` instead of `scope`. */
  readonly isV1: boolean
}

export type EndpointKind = 'token' | 'devicecode' | 'deviceauth' | 'authorize' | 'discovery' | 'other'

const v1Paths: Record<string, string> = {
  '/oauth2/token': '/oauth2/v2.0/token',
  '/oauth2/devicecode': '/oauth2/v2.0/devicecode',
  '/oauth2/authorize': '/oauth2/v2.0/authorize',
  '/oauth2/logout': '/oauth2/v2.0/logout',
  '/discovery/keys': '/discovery/v2.0/keys',
}

const kinds: Record<string, EndpointKind> = {
  '/oauth2/v2.0/token': 'token',
  '/oauth2/v2.0/devicecode': 'devicecode',
  '/oauth2/deviceauth': 'deviceauth',
  '/oauth2/v2.0/authorize': 'authorize',
  '/v2.0/.well-known/openid-configuration': 'discovery',
  '/.well-known/openid-configuration': 'discovery',
  '/oauth2/v2.0/logout': 'other',
  '/oauth2/v2.0/logout/confirm': 'other',
  '/oauth2/v2.0/logout/success': 'other',
  '/oauth2/v2.0/revoke': 'other',
  '/discovery/v2.0/keys': 'other',
  '/openid/userinfo': 'other',
}

/** `path` without the query; undefined: not one of the identity platform's. */
export function readEndpointPath(path: string): EndpointPath | undefined {
  const [, alias = '', ...rest] = path.replace(/\/{2,}/g, '/').split('/')
  const asked = `/${rest.join('/')}`
  const folded = asked.toLowerCase().replace(/\/$/, '')
  const inner = v1Paths[folded] ?? folded
  const kind = kinds[inner]
  const isV1 = folded in v1Paths
  if (kind !== undefined) return { alias: alias.toLowerCase(), inner, kind, isV1 }
  return readResumedPath(alias.toLowerCase(), asked)
}

/** What a browser shows, as against what programs call. */
export function isPage({ inner }: EndpointPath): boolean {
  return /^\/oauth2\/(v2\.0\/(authorize|logout)|deviceauth)/.test(inner)
}

/** `…/authorize/{uid}` and `…/deviceauth/{uid}`: the uid is the library's and keeps its case. */
function readResumedPath(alias: string, asked: string): EndpointPath | undefined {
  const [, page, uid] = /^(\/oauth2\/(?:v2\.0\/authorize|deviceauth))\/([\w-]{1,64})$/i.exec(asked) ?? []
  if (page === undefined) return undefined
  return { alias, inner: `${page.toLowerCase()}/${uid}`, kind: 'other', isV1: false }
}
