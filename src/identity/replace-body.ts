// Another form in place of the one that was sent. The OIDC library reads the connection itself, so what has been read and
// translated is handed on as a request of the same head with a body of its own.

import { IncomingMessage } from 'node:http'
import { stringify } from 'node:querystring'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Parameters } from './dialect.ts'

export function replaceBody(ctx: KoaContextWithOIDC, parameters: Parameters): void {
  const sent = ctx.req
  const body = stringify(definedOnly(parameters))
  const request = new IncomingMessage(sent.socket)
  Object.assign(request, {
    httpVersion: sent.httpVersion,
    httpVersionMajor: sent.httpVersionMajor,
    httpVersionMinor: sent.httpVersionMinor,
    method: sent.method,
    url: sent.url,
    // Else its end would be taken for a connection that broke off.
    complete: true,
    originalUrl: Reflect.get(sent, 'originalUrl'),
    headers: { ...sent.headers, 'content-length': String(Buffer.byteLength(body)), 'transfer-encoding': undefined },
  })
  request.push(body)
  request.push(null)
  ctx.req = request
  ctx.request.req = request
}

/** Without what has no value: `stringify` would send it empty. */
export function definedOnly(parameters: Parameters): Record<string, string | readonly string[]> {
  const entries = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return Object.fromEntries(entries)
}
