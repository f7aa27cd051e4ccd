// Passes a WebSocket's handshake on and, once the other side agrees, joins the two connections. Promise: rejects only
// while the client has been sent nothing. What is agreed between browser and app (extensions, subprotocol) is theirs.

import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { answerHead } from './answer-head.ts'
import { headerPairs, type RawHeaders } from './headers.ts'
import { joinStreams } from './join-streams.ts'

export interface ForwardedUpgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  /** What the client sent after its headers. */
  readonly head: Buffer
  readonly agent: Agent
  /** With `Connection` and `Upgrade`. */
  readonly headers: RawHeaders
  answerHeaders(raw: RawHeaders): string[]
  /** Called once both sides agreed, before bytes flow. */
  onOpen?(): void
}

/** Answers when the connection has ended. */
export async function forwardUpgrade(forwarded: ForwardedUpgrade): Promise<void> {
  const { socket, head, answerHeaders } = forwarded
  const { answer, upstream } = await shakeHands(forwarded)
  if (upstream === undefined) {
    const { status, reason } = answerHead(answer)
    socket.write(headText(`${status} ${reason}`, ['Connection', 'close', ...answerHeaders(answer.rawHeaders)]))
    // The client hanging up is its own affair; the stream is destroyed either way.
    return pipeline(answer, socket).catch(() => {})
  }
  const agreed = ['Connection', 'Upgrade', 'Upgrade', 'websocket', ...answerHeaders(answer.rawHeaders)]
  socket.write(headText('101 Switching Protocols', agreed))
  if (upstream.head.length > 0) socket.write(upstream.head)
  if (head.length > 0) upstream.stream.write(head)
  forwarded.onOpen?.()
  await joinStreams(upstream.stream, socket)
}

interface Handshake {
  readonly answer: IncomingMessage
  /** Undefined: it answered as to any request, usually to refuse. */
  readonly upstream: { readonly stream: Duplex; readonly head: Buffer } | undefined
}

function shakeHands({ request, socket, agent, headers }: ForwardedUpgrade): Promise<Handshake> {
  return new Promise((resolve, reject) => {
    const upstream = httpRequest({ agent, method: 'GET', path: request.url ?? '/', headers, setHost: false })
    upstream.on('upgrade', (answer, stream, head) => {
      stream.on('error', () => {})
      if (answer.headers.upgrade?.toLowerCase() === 'websocket') return resolve({ answer, upstream: { stream, head } })
      stream.destroy()
      reject(new Error('The other side switched to another protocol'))
    })
    upstream.on('response', (answer) => resolve({ answer, upstream: undefined }))
    upstream.on('error', reject)
    upstream.on('close', () => reject(new Error('The other side closed without an answer')))
    socket.on('close', () => upstream.destroy())
    upstream.end()
  })
}

function headText(status: string, headers: RawHeaders): string {
  const lines = [...headerPairs(headers)].map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`
}
