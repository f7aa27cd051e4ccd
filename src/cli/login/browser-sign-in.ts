// A person signs in in their browser, which then leads to a listener on loopback with a code that only this process can
// turn into tokens (PKCE).

import { createHash, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import { type Authority, askTokens, cliClientId, scopesOfPerson, type Tokens } from '../session/tokens.ts'
import type { Discovered } from './discover.ts'

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
        response
          .writeHead(404, pageHeaders)
          .end(page('Nothing to see here', 'This is not the answer that is waited for.'))
        return
      }
      const code = searchParams.get('code')
      const [title, sentence] = code ? signedIn : notSignedIn
      response.writeHead(200, pageHeaders).end(page(title, sentence), () => {
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

const signedIn = ['You are signed in', 'Go back to the terminal. You can close this page.'] as const
const notSignedIn = ['Nobody was signed in', 'The terminal says why. You can close this page.'] as const

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  connection: 'close',
}

/** Both are sentences of ours, so nothing needs to be escaped. */
function page(title: string, sentence: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><body style="font:16px/1.5 system-ui;max-width:32rem;margin:15vh auto;padding:0 1rem"><h1 style="font-size:1.5rem">${title}</h1><p>${sentence}</p></body></html>`
}
