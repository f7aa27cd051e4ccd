// Who is signed in at an app's origin. The identity layer decides; a yes is remembered for a moment, a no never, so a
// new sign-in counts at once and a sign-out soon.

import type { Clock } from '../base/clock.ts'
import { sessionCookie } from './own-cookies.ts'

export interface Session {
  /** Not the secret: what it is stored under. */
  readonly id: string
  readonly objectId: string
  readonly userName: string
}

export type FindSession = (cookie: string, origin: string) => Promise<Session | undefined>

export class SessionCheck {
  readonly #find: FindSession
  readonly #clock: Clock
  readonly #cache = new Map<string, { readonly at: number; readonly session: Session }>()

  constructor(find: FindSession, clock: Clock) {
    this.#find = find
    this.#clock = clock
  }

  /** Undefined: nobody is signed in. */
  async find(cookieHeader: string | undefined, origin: string): Promise<Session | undefined> {
    const cookie = sessionCookie(cookieHeader)
    if (cookie === undefined) return undefined
    const key = `${cookie} ${origin}`
    const at = this.#clock.now()
    const cached = this.#cache.get(key)
    if (cached !== undefined && at - cached.at < freshMs) return cached.session
    const session = await this.#find(cookie, origin)
    if (this.#cache.size >= maxCached) this.#cache.clear()
    if (session === undefined) this.#cache.delete(key)
    else this.#cache.set(key, { at, session })
    return session
  }
}

const freshMs = 250
const maxCached = 10_000
