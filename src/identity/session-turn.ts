import { Turns } from '../base/turns.ts'

const turns = new Turns()

/**
 * The OIDC library reads a session when a request comes and writes all of it at the end. A browser that opens many tabs
 * sends many requests of one session: at once, each would write over what the others were granted, and all but one of the
 * codes be worth nothing. `session` is the cookie; one server has all requests of an installation.
 */
export function inSessionTurn<T>(session: string | undefined, work: () => Promise<T>): Promise<T> {
  return session === undefined ? work() : turns.take(session, work)
}
