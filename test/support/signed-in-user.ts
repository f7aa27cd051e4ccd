// A person signed in with name and password, as the Azure command line does it: through the sign-in page to a code, and
// from there to a token for the API.

import { createHash, randomBytes } from 'node:crypto'
import type { TestServer } from './harness.ts'

const pages = { host: 'carrel.localhost:8444', 'x-forwarded-proto': 'http' }
const api = { host: 'localhost:8443', 'x-forwarded-proto': 'https' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const redirect = 'http://localhost:45678'

/** Undefined: name and password were not accepted. */
export async function signedInUser(
  { server, installation }: Pick<TestServer, 'server' | 'installation'>,
  user: string,
  password: string,
): Promise<{ token: string } | undefined> {
  const cookies = new Map<string, string>()
  const visit = async (path: string, payload?: string) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await server.app.inject({
      method: payload === undefined ? 'GET' : 'POST',
      url: path,
      headers: { ...pages, cookie, ...(payload === undefined ? {} : form) },
      ...(payload === undefined ? {} : { payload }),
    })
    for (const { name, value } of answer.cookies) cookies.set(name, value)
    return answer
  }
  const verifier = randomBytes(32).toString('base64url')
  const asked = new URLSearchParams({
    client_id: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
    response_type: 'code',
    redirect_uri: redirect,
    scope: 'https://localhost:8443/.default offline_access openid profile',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const { tenantId } = installation
  const login = String((await visit(`/${tenantId}/oauth2/v2.0/authorize?${asked}`)).headers.location)
  const loggedIn = await visit(login, new URLSearchParams({ user, password }).toString())
  if (loggedIn.statusCode === 401) return undefined
  const { pathname } = new URL(String(loggedIn.headers.location), `http://${pages.host}`)
  const back = new URL(String((await visit(pathname)).headers.location))
  const redeemed = await server.app.inject({
    method: 'POST',
    url: `/${tenantId}/oauth2/v2.0/token`,
    headers: { ...api, ...form },
    payload: new URLSearchParams({
      client_id: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: redirect,
      scope: 'https://localhost:8443/.default',
    }).toString(),
  })
  return { token: redeemed.json<{ access_token: string }>().access_token }
}
