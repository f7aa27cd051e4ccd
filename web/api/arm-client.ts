// The one way to the API: ARM with the person's token, errors as `ApiError`.

import { ApiError } from './api-error.ts'
import type { Session } from './session.ts'

export interface ArmClient {
  get<T>(path: string, apiVersion: string): Promise<T>
  /** All pages of a list; of one that is asked for, by POST. */
  list<T>(path: string, apiVersion: string, method?: 'GET' | 'POST'): Promise<readonly T[]>
  put<T>(path: string, apiVersion: string, body: unknown): Promise<T>
  patch<T>(path: string, apiVersion: string, body: unknown): Promise<T>
  post<T>(path: string, apiVersion: string, body?: unknown): Promise<T>
  delete(path: string, apiVersion: string): Promise<void>
  /** With the token and nothing else added. Answers what is no error. */
  send(path: string, request?: RequestInit): Promise<Response>
}

export function createArmClient(session: Session): ArmClient {
  const once = async (path: string, request: RequestInit): Promise<Response> => {
    const headers = new Headers(request.headers)
    headers.set('authorization', `Bearer ${await session.accessToken()}`)
    return fetch(path, { ...request, headers })
  }
  const send = async (path: string, request: RequestInit = {}): Promise<Response> => {
    let answer = await once(path, request)
    if (answer.status === 401) {
      session.forgetAccessToken()
      answer = await once(path, request)
    }
    if (!answer.ok) throw new ApiError(answer.status, await answer.json().catch(() => undefined))
    return answer
  }
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await send(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await answer.text()
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  return {
    send,
    get: (path, apiVersion) => ask('GET', withVersion(path, apiVersion)),
    put: (path, apiVersion, body) => ask('PUT', withVersion(path, apiVersion), body),
    patch: (path, apiVersion, body) => ask('PATCH', withVersion(path, apiVersion), body),
    post: (path, apiVersion, body) => ask('POST', withVersion(path, apiVersion), body),
    delete: (path, apiVersion) => ask('DELETE', withVersion(path, apiVersion)),
    async list<T>(path: string, apiVersion: string, method: 'GET' | 'POST' = 'GET') {
      const found: T[] = []
      let next: string | undefined = withVersion(path, apiVersion)
      while (next !== undefined) {
        const page: { value: T[]; nextLink?: string } = await ask(method, next)
        found.push(...page.value)
        // Links are minted under the name the request used; only the path is followed.
        next = page.nextLink === undefined ? undefined : pathOf(page.nextLink)
      }
      return found
    },
  }
}

function withVersion(path: string, apiVersion: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}api-version=${apiVersion}`
}

function pathOf(link: string): string {
  const { pathname, search } = new URL(link, location.origin)
  return pathname + search
}
