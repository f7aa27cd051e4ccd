// One HTTPS exchange of the command line, with the certificate authority it was told to trust and nobody else's.

import { request } from 'node:https'
import { pipeline, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { Unreachable } from './unreachable.ts'

export interface ApiAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Parsed JSON; undefined for an empty body. */
  readonly body: unknown
}

export interface Sending {
  readonly method: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | Readable | undefined
}

/** An answer whose body is still to be read, to its end or destroyed. */
export interface OpenAnswer {
  readonly status: number
  readonly headers: ApiAnswer['headers']
  readonly body: Readable
}

export interface Transport {
  /** Answers of any status come back; throws `Unreachable` when there is none. */
  send(url: URL, sending: Sending): Promise<ApiAnswer>
  /** For bodies of any length, either way; what was sent cannot be sent again. */
  open(url: URL, sending: Sending): Promise<OpenAnswer>
}

export interface TransportOptions {
  /** PEM; undefined: what this machine trusts. */
  readonly ca: string | undefined
  /** Told each request line with what became of it; never headers or bodies, which hold secrets. */
  readonly note: (line: string) => void
}

const patienceMs = 30_000

export function createTransport({ ca, note }: TransportOptions): Transport {
  const open: Transport['open'] = async (url, sending) => {
    const started = performance.now()
    const answer = await exchange(url, ca, sending)
    const id = answer.headers['x-ms-request-id']
    const took = `${Math.round(performance.now() - started)} ms`
    note(`${sending.method} ${withoutSecrets(url)} → ${answer.status} (${took})${id ? ` ${String(id)}` : ''}`)
    return answer
  }
  return {
    open,
    async send(url, sending) {
      const { status, headers, body } = await open(url, sending)
      const said = await text(body).catch((cause: NodeJS.ErrnoException) => {
        throw unreachable(url, cause)
      })
      return { status, headers, body: parsed(said) }
    },
  }
}

function exchange(url: URL, ca: string | undefined, { method, headers = {}, body }: Sending): Promise<OpenAnswer> {
  const isStream = body instanceof Readable
  const length = body === undefined || isStream ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers, ...length }, timeout: patienceMs, ...(ca ? { ca } : {}) }
    const outgoing = request(url, options, (incoming) => {
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: incoming })
    })
    outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${patienceMs / 1000} s`)))
    outgoing.once('error', (cause) => reject(unreachable(url, cause)))
    if (isStream) pipeline(body, outgoing, (error) => error && reject(unreachable(url, error)))
    else outgoing.end(body)
  })
}

const distrust = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
])

const unfit = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID'])

function unreachable(url: URL, cause: NodeJS.ErrnoException): Unreachable {
  const { code = '', message } = cause
  if (distrust.has(code))
    return new Unreachable(
      `The certificate of ${url.origin} is signed by an authority that is not trusted: ${message}`,
      'sign in again with "carrel login --endpoint URL --ca-file FILE"; "carrel ca" on the server prints the file',
      false,
    )
  if (unfit.has(code))
    return new Unreachable(
      `The certificate of ${url.origin} does not hold: ${message}`,
      'use the address it is for; on the server, "carrel doctor" looks at certificates. Is the clock here right?',
      false,
    )
  return new Unreachable(
    `Carrel does not answer at ${url.origin}: ${message || code || 'no reason given'}`,
    'on the server, see "carrel status" and start it with "carrel up"; elsewhere, check the address and the network',
    true,
  )
}

/** Next-page links carry opaque tokens; nothing else of a URL is secret. */
function withoutSecrets(url: URL): string {
  return url.href.replaceAll(/((?:code|token|skiptoken|secret)=)[^&]*/gi, '$1…')
}

function parsed(said: string): unknown {
  try {
    return said === '' ? undefined : JSON.parse(said)
  } catch {
    return { error: { code: 'NotJson', message: `The answer is not JSON: ${said.slice(0, 200)}` } }
  }
}
