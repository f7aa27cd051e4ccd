// HTTP as a test wants to say it: any host, any header, any bytes, to a port of loopback.

import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { WebSocket } from 'ws'

export interface Asked {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string | string[]>
  readonly body?: string | Buffer
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** Undefined when the body is no JSON. */
  readonly json: { readonly [key: string]: unknown } | undefined
}

export async function ask(port: number, asked: Asked): Promise<Answer> {
  const answer = await openAnswer(port, asked)
  const body = await text(answer)
  return { status: answer.statusCode ?? 0, headers: answer.headers, body, json: parse(body) }
}

/** With the body still to be read. */
export async function openAnswer(port: number, { method = 'GET', path = '/', headers = {}, body }: Asked) {
  const call = request({ host: '127.0.0.1', port, method, path, headers, agent: false })
  // What is cut short once it has begun is told by the answer.
  call.on('error', () => {})
  call.end(body)
  const [answer] = (await once(call, 'response')) as [IncomingMessage]
  return answer
}

/** Everything that comes back before the other side closes. */
export async function sendBytes(port: number, bytes: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port })
  socket.on('error', () => {})
  socket.write(bytes, 'latin1')
  return text(socket)
}

export type Opened =
  | { readonly kind: 'open'; readonly socket: WebSocket }
  | { readonly kind: 'refused'; readonly status: number }

export function openWebSocket(port: number, { path = '/ws', headers = {} }: Asked): Promise<Opened> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: headers as Record<string, string> })
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve({ kind: 'open', socket }))
    socket.on('unexpected-response', (_request, answer) => {
      answer.resume()
      resolve({ kind: 'refused', status: answer.statusCode ?? 0 })
    })
    socket.on('error', reject)
  })
}

function parse(body: string): Answer['json'] {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
