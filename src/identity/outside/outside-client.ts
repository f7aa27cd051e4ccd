// We as a client of an outside sign-in service. What the service says of itself must name it exactly as it was set up:
// whoever answers in its place, or for several organisations at once, vouches for nobody here.

import * as oidc from 'openid-client'
import { ArmError } from '../../base/errors.ts'
import { boundedFetch } from './bounded-fetch.ts'
import type { OutsideProvider } from './outside-provider.ts'

const timeoutSeconds = 10

/** Asks the service about itself; throws `ArmError` 400 with what is wrong. */
export async function outsideClient({ issuer, clientId, clientSecret }: OutsideProvider): Promise<oidc.Configuration> {
  const server = issuerUrl(issuer)
  const isPlain = server.protocol === 'http:'
  const client = await oidc
    .discovery(server, clientId, clientSecret, authenticating(clientSecret), {
      timeout: timeoutSeconds,
      [oidc.customFetch]: boundedFetch,
      execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
    })
    .catch((cause: unknown) => {
      throw unusable(`The sign-in service at '${issuer}' cannot be used: ${reasonOf(cause)}.`, cause)
    })
  const named = client.serverMetadata().issuer
  if (named === issuer) return client
  throw unusable(`The sign-in service at '${issuer}' calls itself '${named}'. Only one that is named exactly counts.`)
}

/** HTTPS, or plain HTTP to this very machine. */
function issuerUrl(issuer: string): URL {
  const url = URL.parse(issuer)
  const isLoopback = url !== null && /^(localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)$/.test(url.hostname)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) return url
  throw unusable(`'${issuer.slice(0, 200)}' is no issuer: its address must begin with https://.`)
}

/** In the form, unless the service takes only the header. */
function authenticating(clientSecret: string): oidc.ClientAuth {
  const [post, basic] = [oidc.ClientSecretPost(clientSecret), oidc.ClientSecretBasic(clientSecret)]
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported
    const isPosted = methods?.includes('client_secret_post') ?? false
    return (isPosted ? post : basic)(server, client, body, headers)
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'it did not answer'
  const inner = cause.cause instanceof Error ? `: ${cause.cause.message}` : ''
  return `${cause.message}${inner}`.slice(0, 300)
}

function unusable(message: string, cause?: unknown): ArmError {
  return new ArmError(400, 'OutsideProviderUnusable', message, { target: 'issuer', ...(cause ? { cause } : {}) })
}
