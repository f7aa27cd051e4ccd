// Our cookies. Those that no library sets: `__Host-` binds them to one origin: a sibling host can neither read nor replace them.

/** What says who is signed in to the pages. Browsers take the first on plain HTTP, and the second on HTTPS alone. */
export const sessionCookies = { plain: 'carrel_session', bound: '__Host-carrel_session' }

/** Those the OIDC library sets. Under a domain, a page of any app could set a plain one for the pages' host too. */
export function cookieNames(browserEndpoint: string) {
  const session = browserEndpoint.startsWith('https:') ? sessionCookies.bound : sessionCookies.plain
  return { session, interaction: 'carrel_interaction', resume: 'carrel_resume' }
}

export const appSessionCookie = '__Host-carrel_app'
/** One per sign-in under way, so that several tabs can sign in at once. */
export const transactionCookie = '__Host-carrel_signin_'

/** Of a name that was sent twice the first counts. */
export function readCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, Math.max(at, 0)).trim()
    if (name !== '' && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim())
  }
  return cookies
}

/** 0 seconds delete it. Browsers take `Secure` cookies on plain HTTP from names under `localhost`. */
export function hostCookie(name: string, value: string, maxAgeSeconds: number): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; Secure; HttpOnly; SameSite=Lax`
}
