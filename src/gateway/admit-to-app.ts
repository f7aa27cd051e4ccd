// Decides whether a request may reach an app: the app exists, the request is its own page's, somebody is signed in, and
// it is the one person it belongs to. Everything else is refused here, with a reason for a person and for a program.

import type { IncomingMessage } from 'node:http'
import type { AppTarget } from './app-target.ts'
import { checkOrigin } from './check-origin.ts'
import type { Session, SessionCheck } from './check-session.ts'
import { foreignOriginPage, noSuchAppPage, notYoursPage, storeAwayPage } from './pages/refusal-pages.ts'
import type { HostTarget } from './parse-host.ts'
import { isNavigation, type Refusal } from './reply.ts'
import { returnPath } from './request-path.ts'
import type { RouteTable } from './route-table.ts'

export type AppHost = Extract<HostTarget, { kind: 'app' }>

export interface AdmissionParts {
  readonly routes: Pick<RouteTable, 'find'>
  readonly sessions: Pick<SessionCheck, 'find'>
}

export type Admission =
  | { readonly kind: 'admitted'; readonly target: AppTarget; readonly session: Session }
  /** A person without a session: where to send the browser. */
  | { readonly kind: 'login'; readonly location: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

export async function admitToApp(
  request: IncomingMessage,
  host: AppHost,
  parts: AdmissionParts & { readonly isUpgrade: boolean },
): Promise<Admission> {
  const foreign = checkOrigin({
    method: request.method ?? '',
    isUpgrade: parts.isUpgrade,
    headers: request.headers,
    origin: host.origin,
  })
  if (foreign !== undefined) return refused(403, 'ForeignOrigin', foreign, foreignOriginPage())
  try {
    return await admitKnown(request, host, parts)
  } catch (cause) {
    return storeAway(cause)
  }
}

async function admitKnown(
  request: IncomingMessage,
  host: AppHost,
  { routes, sessions, isUpgrade }: AdmissionParts & { readonly isUpgrade: boolean },
): Promise<Admission> {
  const target = await routes.find(host.label)
  if (target === undefined) {
    return refused(404, 'AppNotFound', `No instance answers at ${host.host}.`, noSuchAppPage(host.host, homeOf(host)))
  }
  const session = await sessions.find(request.headers.cookie, host.origin)
  if (session === undefined) {
    if (!isUpgrade && isNavigation(request)) return { kind: 'login', location: loginPath(request) }
    return refused(401, 'SignInRequired', 'Nobody is signed in to this app. Open it in a browser tab to sign in.')
  }
  return session.objectId === target.ownerId ? { kind: 'admitted', target, session } : notYours(host, target, session)
}

function loginPath(request: IncomingMessage): string {
  return `/.carrel/login?next=${encodeURIComponent(returnPath(request.url ?? '/'))}`
}

/** Origin of the page that lists what is theirs: on the same listener, where the app's label would stand. */
function homeOf({ label, origin }: AppHost): string {
  return origin.replace(`://${label}.`, '://carrel.')
}

function notYours(host: AppHost, { instance }: AppTarget, { userName }: Session): Admission {
  const message = `Only the person ${instance} is assigned to may open its apps, whatever the role.`
  return refused(403, 'NotAssignedToYou', message, notYoursPage({ instance, userName, home: homeOf(host) }))
}

function storeAway(cause: unknown): Admission {
  const refusal = {
    status: 503,
    code: 'StoreUnavailable',
    message: 'The database cannot be read at the moment.',
    retryAfter: 5,
    page: storeAwayPage(),
    cause,
  }
  return { kind: 'refused', refusal }
}

function refused(status: number, code: string, message: string, page?: Refusal['page']): Admission {
  return { kind: 'refused', refusal: { status, code, message, ...(page === undefined ? {} : { page }) } }
}
