// Passes one HTTP request on and its answer back, both as streams at the pace of the slower side. Promise: rejects only
// while the client has been sent nothing, so the caller can still say something sensible; after that a failure ends the
// connection, which is how HTTP says "cut short". Whoever hangs up, the other side is let go.

import {
  type Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { pipeline } from 'node:stream'
import { answerHead } from './answer-head.ts'
import { hasBody, type RawHeaders } from './headers.ts'

export interface Forwarded {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Its connections lead to the one upstream there is. */
  readonly agent: Agent
  readonly headers: RawHeaders
  answerHeaders(raw: RawHeaders): string[]
}

/** Answers when the answer has been passed on to its end, or the client is gone. */
export function forward(forwarded: Forwarded): Promise<void> {
  const { request, response } = forwarded
  return new Promise((resolve, reject) => {
    const upstream = openUpstream(forwarded)
    upstream.on('response', (answer) => {
      try {
        passBack(forwarded, answer)
      } catch (error) {
        answer.destroy()
        reject(error)
      }
    })
    upstream.on('error', (error) => (response.headersSent ? response.destroy() : reject(error)))
    // Such as an upgrade nobody asked for: the request ends with neither an answer nor an error.
    upstream.on('close', () => {
      if (!response.headersSent) reject(new Error('The other side closed without an answer'))
    })
    response.on('close', () => {
      upstream.destroy()
      resolve()
    })
    if (hasBody(request.rawHeaders)) pipeline(request, upstream, () => {})
    else upstream.end()
  })
}

function openUpstream({ request, agent, headers }: Forwarded): ClientRequest {
  return httpRequest({
    agent,
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers,
    setHost: false,
  })
}

function passBack({ response, answerHeaders }: Forwarded, answer: IncomingMessage): void {
  const { status, reason } = answerHead(answer)
  response.writeHead(status, reason, answerHeaders(answer.rawHeaders))
  // So that an event stream's client knows it is connected before the first event.
  response.flushHeaders()
  pipeline(answer, response, () => {})
}
