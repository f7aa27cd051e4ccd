// One GET without following where it leads. The name is looked up once and the connection goes to the very address that
// was checked: an answer that changes between check and connection (DNS rebinding) gains nothing.

import { type LookupAddress, lookup as lookupCallback } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

export interface RequestLimits {
  readonly maxBytes: number
  readonly deadline: AbortSignal
  readonly allowsHttp: boolean
  readonly allowsPrivate: boolean
}

export type LinkAnswer = { readonly text: string } | { readonly location: string }

/** Throws an Error with a sentence about what is wrong. */
export function requestOnce(url: URL, limits: RequestLimits): Promise<LinkAnswer> {
  if (url.protocol !== 'https:' && !limits.allowsHttp) throw new Error('only addresses with https:// are allowed here')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // A literal address is connected to without being looked up.
  if (isIP(host) && !limits.allowsPrivate && !isPublicAddress(host)) throw notPublic(host)
  const { promise, resolve, reject } = Promise.withResolvers<LinkAnswer>()
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    agent: false,
    headers: { accept: 'application/json, text/plain, */*', 'accept-encoding': 'identity', 'user-agent': 'carrel' },
    lookup: checkedLookup(limits.allowsPrivate),
    signal: limits.deadline,
    maxHeaderSize: 16 * 1024,
  })
  let isAnswered = false
  request.on('error', reject)
  // Such as an upgrade nobody asked for: the request ends with neither an answer nor an error.
  request.on('close', () => {
    if (!isAnswered) reject(new Error('the connection was closed without an answer'))
  })
  request.on('response', (response) => {
    isAnswered = true
    const { location } = response.headers
    const status = response.statusCode ?? 0
    const isRedirect = status >= 300 && status < 400 && location !== undefined
    const answer = isRedirect ? Promise.resolve({ location }) : readText(response, limits.maxBytes)
    answer.then(resolve, reject).finally(() => request.destroy())
  })
  request.end()
  return promise
}

async function readText(response: IncomingMessage, maxBytes: number): Promise<LinkAnswer> {
  if (response.statusCode !== 200) throw new Error(`the answer was HTTP ${response.statusCode}`)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return { text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) }
}

/** Answers what the name has, unless anything of it is not public: no second look, and no choice among the rest. */
function checkedLookup(allowsPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookupCallback(hostname, { ...options, all: true }, (error, found) => {
      const addresses: readonly LookupAddress[] = found ?? []
      const [first] = addresses
      if (error || first === undefined) return callback(error ?? new Error(`'${hostname}' has no address`), [])
      const hidden = allowsPrivate ? undefined : addresses.find(({ address }) => !isPublicAddress(address))
      if (hidden) return callback(notPublic(hostname), [])
      return options.all ? callback(null, [...addresses]) : callback(null, first.address, first.family)
    })
  }
}

function notPublic(host: string): Error {
  return new Error(`'${host}' is not on the public internet, and reaching private addresses is not allowed here`)
}
