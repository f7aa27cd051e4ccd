// The command line's way to the API: one signed-in connection with the defaults of its place. Everything it does is an
// ordinary request with an ordinary token.

import { ApiError } from '../api-error.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { ApiAnswer, OpenAnswer, Sending, Transport } from './transport.ts'

/** Where names are looked for when no option says so. */
export interface Place {
  readonly subscription: string | undefined
  readonly resourceGroup: string | undefined
  readonly workspace: string | undefined
}

/** Whoever is signed in, as far as the command line knows before it asks. */
export interface Target {
  /** Such as `profile ana` or `installation in /home/ana/.carrel`. */
  readonly origin: string
  /** Name of the person, or client id of the program, that is signed in. */
  readonly account: string
  readonly endpoint: string
  /** Other origins of the same API, which its links may name. */
  readonly aliases: readonly string[]
  readonly tenantId: string
  /** PEM; undefined: what this machine trusts. */
  readonly ca: string | undefined
  readonly place: Place
  /** To whom instances are given that nobody is named for; undefined: whoever is signed in. */
  readonly person: { readonly objectId: string; readonly tenantId: string; readonly userName: string } | undefined
}

export interface Session extends Target {
  /** Answers of any status come back. `path` follows the endpoint, with api-version; or a link the API gave out. */
  send(method: string, path: string, body?: unknown): Promise<ApiAnswer>
  /**
   * As `send`, with bodies of any length and kind. `sending` makes the body anew each time it is asked, for a token may be
   * stale. The body of the answer is the caller's to read or destroy.
   */
  open(method: string, path: string, sending?: () => Omit<Sending, 'method'>): Promise<OpenAnswer>
  /** The body of a good answer. Throws `ApiError` with the API's code, message and next step. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>
  /** All pages of a list. */
  list<T>(path: string, method?: 'GET' | 'POST'): Promise<T[]>
  /** `/subscriptions/…`; each throws with what to do when nothing says which. */
  subscriptionId(): string
  groupId(): string
  workspaceId(): string
}

export interface SessionParts {
  readonly target: Target
  readonly transport: Transport
  /** A token that is good for a while; `isStale`: the API refused the last one. */
  token(isStale: boolean): Promise<string>
}

export function createSession({ target, transport, token }: SessionParts): Session {
  const { place } = target
  const send: Session['send'] = async (method, path, body) => {
    const url = addressOf(path, target)
    const attempt = async (isStale: boolean) =>
      transport.send(url, {
        method,
        headers: { authorization: `Bearer ${await token(isStale)}`, 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      })
    const answer = await attempt(false)
    return answer.status === 401 ? attempt(true) : answer
  }
  const open: Session['open'] = async (method, path, sending = () => ({})) => {
    const attempt = async (isStale: boolean) => {
      const authorization = `Bearer ${await token(isStale)}`
      const { headers, body } = sending()
      return transport.open(addressOf(path, target), { method, headers: { ...headers, authorization }, body })
    }
    const answer = await attempt(false)
    if (answer.status !== 401) return answer
    answer.body.resume()
    return attempt(true)
  }
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await send(method, path, body)
    if (answer.status >= 400) throw ApiError.from(answer)
    return answer.body as T
  }
  const subscriptionId = () => `/subscriptions/${segment(place.subscription, 'subscription', '--subscription')}`
  const groupId = () =>
    `${subscriptionId()}/resourceGroups/${segment(place.resourceGroup, 'resource group', '--resource-group')}`
  return {
    ...target,
    send,
    open,
    call,
    list: (path, method = 'GET') => allPages(call, method, path),
    subscriptionId,
    groupId,
    workspaceId: () =>
      `${groupId()}/providers/Microsoft.MachineLearningServices/workspaces/${segment(place.workspace, 'workspace', '--workspace-name')}`,
  }
}

/** A link that leads elsewhere must not get the token. */
function addressOf(path: string, { endpoint, aliases }: Target): URL {
  refuseDots(path)
  const url = new URL(path, endpoint)
  if (url.origin === endpoint) return url
  if (aliases.includes(url.origin)) return new URL(url.pathname + url.search, endpoint)
  throw new CliFailure(`The API at ${endpoint} gave out a link to ${url.origin}, which is not followed.`)
}

/** As names they would lead to what is above: `cluster delete ..` to the workspace with all its clusters. */
function refuseDots(path: string): void {
  const [places = ''] = path.split(/[?#]/)
  const dots = places.split('/').find((name) => /^(\.|%2e){1,2}$/i.test(name))
  if (dots !== undefined)
    throw new CliFailure(`Nothing is called '${dots}'.`, 'give its name, without a path', exitCodes.badUsage)
}

async function allPages<T>(call: Session['call'], method: string, first: string): Promise<T[]> {
  const found: T[] = []
  for (let path: string | undefined = first; path !== undefined; ) {
    const page: { value?: T[]; nextLink?: string } = await call(method, path)
    found.push(...(page.value ?? []))
    path = page.nextLink || undefined
  }
  return found
}

function segment(name: string | undefined, what: string, option: string): string {
  if (name !== undefined && name !== '') return encodeURIComponent(name)
  throw new CliFailure(
    `No ${what} is chosen.`,
    `name it with ${option}, or keep one with "carrel account set ${option} NAME"`,
    exitCodes.badUsage,
  )
}
