// Tokens from the installation's token endpoint, by each way of signing in.

import { createHash, createPrivateKey, randomUUID, X509Certificate } from 'node:crypto'
import { SignJWT } from 'jose'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { ProgramCredentials } from './find-target.ts'
import type { Transport } from './transport.ts'

export interface Authority {
  readonly endpoint: string
  readonly tenantId: string
  readonly transport: Transport
}

export interface Tokens {
  readonly access: { readonly token: string; readonly expiresAt: number }
  readonly refreshToken: string | undefined
  readonly idToken: string | undefined
}

/** A refusal of the token endpoint, such as `authorization_pending`. */
export class TokenRefusal extends CliFailure {
  readonly error: string

  constructor(error: string, description: string | undefined) {
    super(
      `Signing in was refused: ${description ?? error}`,
      'check the credentials; a person signs in again with "carrel login"',
      exitCodes.notAllowed,
    )
    this.error = error
  }
}

/** The public client that people sign in with on the command line. */
export const cliClientId = 'carrel-cli'

export async function programTokens(authority: Authority, credentials: ProgramCredentials): Promise<Tokens> {
  const { clientId } = credentials
  return askTokens(authority, {
    grant_type: 'client_credentials',
    client_id: clientId,
    scope: scopeOf(authority),
    ...('clientSecret' in credentials
      ? { client_secret: credentials.clientSecret }
      : {
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: await assertionOf(authority, clientId, credentials.certificate),
        }),
  })
}

export async function refreshedTokens(authority: Authority, refreshToken: string): Promise<Tokens> {
  return askTokens(authority, {
    grant_type: 'refresh_token',
    client_id: cliClientId,
    refresh_token: refreshToken,
    scope: scopesOfPerson(authority),
  })
}

export async function askTokens(authority: Authority, form: Readonly<Record<string, string>>): Promise<Tokens> {
  const body = await askAuthority(authority, 'token', form)
  const { access_token: token, expires_in: lifetime, refresh_token: refresh, id_token: id } = body
  if (typeof token !== 'string') throw new TokenRefusal('no_token', 'The answer holds no token.')
  return {
    access: { token, expiresAt: Date.now() + Number(lifetime ?? 0) * 1000 },
    refreshToken: typeof refresh === 'string' ? refresh : undefined,
    idToken: typeof id === 'string' ? id : undefined,
  }
}

/** `name`: what follows `…/oauth2/v2.0/`. Throws `TokenRefusal`. */
export async function askAuthority(
  { endpoint, tenantId, transport }: Authority,
  name: string,
  form: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await transport.send(new URL(`/${encodeURIComponent(tenantId)}/oauth2/v2.0/${name}`, endpoint), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
  })
  const body = (typeof answer.body === 'object' && answer.body !== null ? answer.body : {}) as Record<string, unknown>
  if (answer.status === 200) return body
  const { error, error_description: description } = body
  throw new TokenRefusal(
    typeof error === 'string' ? error : String(answer.status),
    typeof description === 'string' ? description.split(/\r?\n/)[0] : undefined,
  )
}

/** With a refresh token and who it is. */
export function scopesOfPerson(authority: Pick<Authority, 'endpoint'>): string {
  return `${scopeOf(authority)} openid profile offline_access`
}

function scopeOf({ endpoint }: Pick<Authority, 'endpoint'>): string {
  return `${endpoint}/.default`
}

const assertionMinutes = 5

async function assertionOf({ endpoint, tenantId }: Authority, clientId: string, pem: string): Promise<string> {
  const { certificate, key } = certificateIn(pem)
  const thumbprint = createHash('sha1').update(certificate.raw).digest('base64url')
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', x5t: thumbprint })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(`${endpoint}/${tenantId}/oauth2/v2.0/token`)
    .setJti(randomUUID())
    .setNotBefore(new Date())
    .setExpirationTime(`${assertionMinutes}m`)
    .sign(key)
}

function certificateIn(pem: string) {
  try {
    return { certificate: new X509Certificate(pem), key: createPrivateKey(pem) }
  } catch {
    throw new CliFailure(
      'The certificate file holds no certificate with its private key.',
      'put both into one PEM file: cat key.pem certificate.pem > both.pem',
      exitCodes.badUsage,
    )
  }
}
