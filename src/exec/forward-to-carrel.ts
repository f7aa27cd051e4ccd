// Sends a request for a public Azure name to the installation, over its own authority, and the answer back as it comes.
// The installation sees its own name as the host, so the links it mints lead to itself; the command reaches those directly.

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { Agent, request } from 'node:https'
import { pipeline } from 'node:stream/promises'
import type { ExecTarget } from './exec-target.ts'
import { publicDocument } from './public-documents.ts'
import { upstreamProxy } from './upstream-proxy.ts'

export interface Forwarder extends Disposable {
  listenerFor(host: string): RequestListener
}

export interface ForwarderOptions {
  readonly target: ExecTarget
  /** From which the way to the installation is read, with a proxy where one is named. */
  readonly environment: Readonly<Record<string, string | undefined>>
  onUnreachable(reason: string): void
}

const connections = 64
const answerMs = 300_000

export function createForwarder(options: ForwarderOptions): Forwarder {
  const { target, environment } = options
  const agent = new Agent({
    keepAlive: true,
    maxSockets: connections,
    ...wayOut(target, environment),
    ...(target.authority === undefined ? {} : { ca: target.authority }),
  })
  return {
    listenerFor: (host) => (incoming, response) => {
      const document =
        incoming.method === 'GET' ? publicDocument(host, incoming.url ?? '/', target.endpoint) : undefined
      if (document !== undefined) return sendJson(response, document.status, document.body)
      forward({ incoming, response, agent, endpoint: target.endpoint }).catch((error: unknown) => {
        if (response.destroyed) return
        const reason = error instanceof Error ? error.message : String(error)
        options.onUnreachable(reason)
        if (response.headersSent) response.destroy()
        else sendJson(response, 502, unreachable(target.endpoint, reason))
      })
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}

/** Node's own agent knows no SOCKS; an installation behind such a proxy is asked directly. */
function wayOut({ endpoint }: ExecTarget, environment: ForwarderOptions['environment']) {
  const { hostname, port } = new URL(endpoint)
  const upstream = upstreamProxy(environment, { host: hostname, port: Number(port || 443), isHttps: true })
  return upstream?.startsWith('http') ? { proxyEnv: { HTTPS_PROXY: upstream } } : {}
}

interface Exchange {
  readonly incoming: IncomingMessage
  readonly response: ServerResponse
  readonly agent: Agent
  readonly endpoint: string
}

async function forward({ incoming, response, agent, endpoint }: Exchange): Promise<void> {
  const url = new URL(endpoint)
  const headers = [...passedOn(incoming.rawHeaders, ['host', 'expect']), 'host', url.host]
  const outgoing = request({
    agent,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || 443,
    method: incoming.method,
    path: incoming.url,
    headers,
    timeout: answerMs,
  })
  outgoing.once('timeout', () => outgoing.destroy(new Error('no answer within five minutes')))
  response.once('close', () => outgoing.destroy())
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve)
    outgoing.on('error', reject)
  })
  // An installation may answer before it has read all; the answer is what counts then.
  pipeline(incoming, outgoing).catch(() => undefined)
  const answer = await answered
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', passedOn(answer.rawHeaders, []))
  await pipeline(answer, response)
}

const ofOneHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Names and values in turn, less those of one hop and `dropped`. */
function passedOn(raw: readonly string[], dropped: readonly string[]): string[] {
  return raw.flatMap((name, index) => {
    if (index % 2 === 1) return []
    const lower = name.toLowerCase()
    return ofOneHop.has(lower) || dropped.includes(lower) ? [] : [name, raw[index + 1] ?? '']
  })
}

function unreachable(endpoint: string, reason: string) {
  return { error: { code: 'CarrelUnreachable', message: `Carrel does not answer at ${endpoint}: ${reason}` } }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
