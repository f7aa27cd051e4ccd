// How long a sign-in lasts that was done elsewhere. Whoever is shut out there comes here no longer than this, however he
// signed in: browser sessions and refresh tokens end that long after the sign-in itself.

/** How the OIDC library remembers it; RFC 8176 has no word for it. */
export const outsideMethod = 'ext'

const hours8 = 8 * 3600

interface SignedIn {
  readonly amr?: readonly string[] | string | undefined
  /** Epoch seconds. */
  readonly at: number | undefined
}

/** Seconds left, at least one; `ordinary` for whoever signed in here. */
export function lifetime({ amr, at }: SignedIn, ordinary: number): number {
  if (!amr?.includes(outsideMethod)) return ordinary
  const now = Math.floor(Date.now() / 1000)
  return Math.max(1, Math.min(ordinary, (at ?? now) + hours8 - now))
}
