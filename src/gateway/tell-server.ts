// The few things the gateway itself tells the server, over the socket only the two of them share. Such a request carries
// no `X-Forwarded-…`, and nothing from outside is ever forwarded to these paths.

import { type Agent, request } from 'node:http'

export type ServerNotice =
  | { readonly path: '/internal/activity'; readonly body: Readonly<Record<string, number>> }
  | { readonly path: '/internal/ssh-port-in-use'; readonly body: { readonly key: string; readonly port: number } }

/** Rejects when the server did not take it. */
export function tellServer(agent: Agent, { path, body }: ServerNotice): Promise<void> {
  const text = JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const headers = { Host: 'localhost', 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }
    const call = request({ agent, path, method: 'POST', headers, timeout: timeoutMs }, (answer) => {
      answer.resume()
      const isTaken = answer.statusCode !== undefined && answer.statusCode < 300
      if (isTaken) resolve()
      else reject(new Error(`The server answered ${answer.statusCode} to ${path}`))
    })
    call.on('timeout', () => call.destroy(new Error(`The server did not answer ${path} in time`)))
    call.on('error', reject)
    call.end(text)
  })
}

const timeoutMs = 10_000
