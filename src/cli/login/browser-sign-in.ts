// A person signs in in their browser, which then leads to a listener on loopback with a code that only this process can
// turn into tokens (PKCE).

import { createHash, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import { type Authority, askTokens, cliClientId, scopesOfPerson, type Tokens } from '../session/tokens.ts'
import type { Discovered } from './discover.ts'
import { sendLandingPage } from './landing-page.ts'

export interface BrowserSignIn {
  readonly authority: Authority
  readonly discovered: Discovered
  /** Told the address of the page; shows it to the person. */
  readonly show: (url: string) => void
}

export async function signInByBrowser({ authority, discovered, show }: BrowserSignIn): Promise<Tokens> {
  const [state, verifier] = [randomBytes(24), randomBytes(32)].map((bytes) => bytes.toString('base64url')) as [
    string,
    string,
  ]
  const server = createServer()
  try {
    const redirectUri = await listen(server)
    const answer = untilCalled(server, { state, issuer: discovered.issuer })
    // Handled below; until then it must not count as forgotten.
    answer.catch(() => undefined)
    show(
      authorizeUrl(discovered.authorizationEndpoint, {
        client_id: cliClientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: scopesOfPerson(authority),
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        prompt: 'select_account',
      }),
    )
    return await askTokens(authority, {
      grant_type: 'authorization_code',
      client_id: cliClientId,
      code: await answer,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

function authorizeUrl(endpoint: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(endpoint)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`)
    })
  })
}

/** The code. Calls that are not the answer to ours are told so and otherwise ignored. */
function untilCalled(server: Server, expected: { readonly state: string; readonly issuer: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    server.on('request', (request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
      const isOurs = searchParams.get('state') === expected.state
      const issuer = searchParams.get('iss')
      if (!isOurs || (issuer !== null && issuer !== expected.issuer)) {
        void sendLandingPage(response, 'notAsked')
        return
      }
      const code = searchParams.get('code')
      void sendLandingPage(response, code ? 'signedIn' : 'notSignedIn').then(() => {
        if (code) resolve(code)
        else reject(refused(searchParams))
      })
    })
  })
}

function refused(parameters: URLSearchParams): CliFailure {
  return new CliFailure(
    `Signing in was refused: ${parameters.get('error_description') ?? parameters.get('error') ?? 'no reason given'}`,
    'run "carrel login" again',
    exitCodes.notAllowed,
  )
}
