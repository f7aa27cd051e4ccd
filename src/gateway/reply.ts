// The gateway's own answers: an error in ARM's shape for programs, a page for a person, and the same on a connection that
// wanted to become a WebSocket.

import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { chooseLanguage } from '../base/choose-language.ts'
import { hasBody } from './headers.ts'
import type { PageIn } from './pages/page.ts'

export interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
  /** Seconds; at least 1. */
  readonly retryAfter?: number
  /** For the log. */
  readonly cause?: unknown
  /** For a person, in place of the error document. */
  readonly page?: PageIn
}

/** Whether a person is looking at a page that this request replaces; else a program or a script waits for the answer. */
export function isNavigation(request: IncomingMessage): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  const mode = request.headers['sec-fetch-mode']
  return mode === undefined ? (request.headers.accept ?? '').includes('text/html') : mode === 'navigate'
}

export function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  if (refusal.page !== undefined && isNavigation(request)) {
    replyPage(request, response, refusal, refusal.page)
    return
  }
  reply(request, response, {
    status: refusal.status,
    headers: { ...commonHeaders(refusal), 'Content-Type': 'application/json; charset=utf-8' },
    body: errorBody(refusal),
  })
}

export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  const body = errorBody(refusal)
  const headers = {
    ...commonHeaders(refusal),
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`)
  socket.end(`HTTP/1.1 ${refusal.status} ${refusal.code}\r\n${lines.join('')}\r\n${body}`, () => socket.destroy())
}

export function redirect(request: IncomingMessage, response: ServerResponse, location: string): void {
  reply(request, response, { status: 302, headers: { Location: location, 'Cache-Control': 'no-store' }, body: '' })
}

export function replyPage(
  request: IncomingMessage,
  response: ServerResponse,
  status: Pick<Refusal, 'status' | 'retryAfter'>,
  page: PageIn,
): void {
  const { html, contentSecurityPolicy } = page(chooseLanguage({ accepted: request.headers['accept-language'] }))
  reply(request, response, {
    status: status.status,
    headers: {
      ...commonHeaders(status),
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': contentSecurityPolicy,
      Vary: 'Accept-Language',
    },
    body: html,
  })
}

function commonHeaders({ retryAfter }: Pick<Refusal, 'retryAfter'>): Record<string, string> {
  return {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    // Not `no-referrer`: a browser then posts our own forms with `Origin: null`.
    'Referrer-Policy': 'same-origin',
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
  }
}

interface Answer {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: string
}

function reply(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, {
    ...headers,
    'Content-Length': Buffer.byteLength(body),
    // Nobody reads what is still coming, and it may be long.
    ...(hasBody(request.rawHeaders) ? { Connection: 'close' } : {}),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function errorBody({ code, message }: Refusal): string {
  return JSON.stringify({ error: { code, message } })
}
