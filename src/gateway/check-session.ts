// Who is signed in at an app's origin. The identity layer decides; a yes is remembered for a second, a no never, so a new
// sign-in counts at once and a sign-out soon.

import type { Clock } from '../base/clock.ts'
import { sessionCookie } from './own-cookies.ts'

export interface Session {
  readonly objectId: string
  readonly userName: string
}

/** A session as its browser presents it. */
export interface Presented {
  readonly cookie: string
  readonly origin: string
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

  async find(presented: Presented): Promise<Session | undefined> {
    const cached = this.#cache.get(keyOf(presented))
    if (cached !== undefined && this.#clock.now() - cached.at < freshMs) return cached.session
    return this.findNow(presented)
  }

  async findNow(presented: Presented): Promise<Session | undefined> {
    const at = this.#clock.now()
    const session = await this.#find(presented.cookie, presented.origin)
    if (this.#cache.size >= maxCached) this.#cache.clear()
    if (session === undefined) this.#cache.delete(keyOf(presented))
    else this.#cache.set(keyOf(presented), { at, session })
    return session
  }
}

/** Undefined when the browser presents none. */
export function presentedSession(cookieHeader: string | undefined, origin: string): Presented | undefined {
  const cookie = sessionCookie(cookieHeader)
  return cookie === undefined ? undefined : { cookie, origin }
}

const freshMs = 1000
const maxCached = 10_000

function keyOf({ cookie, origin }: Presented): string {
  return `${cookie} ${origin}`
}
