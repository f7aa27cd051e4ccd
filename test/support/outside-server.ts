// A sign-in service of somebody else: a whole OpenID Connect server on loopback. Whoever comes is signed in at once as
// the person the test has named, as if by a form of its own.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'

export interface OutsideClaims {
  readonly sub: string
  readonly preferred_username?: string
  readonly email?: string
  readonly name?: string
  readonly groups?: readonly string[]
}

export interface OutsideServer extends AsyncDisposable {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who signs in next; undefined: refuses. */
  person: OutsideClaims | undefined
}

const clientId = 'carrel-here'
const clientSecret = 'a-secret-between-the-two-of-us-only'

export async function startOutsideServer(redirectUri: string): Promise<OutsideServer> {
  const listener = createServer()
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done))
  const issuer = `http://localhost:${(listener.address() as AddressInfo).port}`
  const outside: { person: OutsideClaims | undefined } = { person: undefined }
  const people = new Map<string, OutsideClaims>()
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const key = { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256', kid: 'outside' }
  const provider = new Provider(issuer, {
    jwks: { keys: [key] },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'email', 'groups'] },
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ ...people.get(sub), sub }) }),
    async loadExistingGrant({ oidc: { client, session, provider: ours } }) {
      const grant = new ours.Grant({ clientId: client?.clientId, accountId: session?.accountId })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
  })
  const serve = provider.callback()
  listener.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) {
      void serve(request, response)
      return
    }
    const { person } = outside
    if (person !== undefined) people.set(person.sub, person)
    const result = person === undefined ? { error: 'access_denied' } : { login: { accountId: person.sub } }
    void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  })
  return Object.assign(outside, {
    issuer,
    clientId,
    clientSecret,
    async [Symbol.asyncDispose]() {
      listener.closeAllConnections()
      await new Promise((done) => listener.close(done))
    },
  })
}
