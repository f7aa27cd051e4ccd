// The HTTP a simulated node speaks.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { WebSocketServer } from 'ws'
import { appToken } from '../channel-protocol.ts'
import type { MemoryJobs } from './memory-jobs.ts'
import type { MemorySetUp } from './memory-set-up.ts'

export interface MemoryApp {
  take(socket: Socket): void
  close(): void
}

/** Like a small Jupyter: `/api` for everybody, the rest with its token, kernel channels that send back what they get. */
export function memoryLab(key: Uint8Array): MemoryApp {
  const token = `token ${appToken(key, 'lab')}`
  const server = createServer((request, response) => {
    const path = pathOf(request)
    if (path === '/api') return json(response, 200, { version: '2.0.0' })
    if (request.headers.authorization !== token) return json(response, 403, { message: 'Forbidden' })
    if (path === '/api/kernels') return json(response, 200, [])
    if (path === '/lab') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>JupyterLab</title>')
      return undefined
    }
    if (path === '/') return void response.writeHead(302, { location: '/lab' }).end()
    return json(response, 404, { message: 'Not Found' })
  })
  const kernels = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 })
  server.on('upgrade', (request, socket, head) => {
    const isKernel = /^\/api\/kernels\/[^/]+\/channels$/.test(pathOf(request))
    if (!isKernel || request.headers.authorization !== token) {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
      return
    }
    kernels.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data, isBinary) => client.send(data, { binary: isBinary }))
    })
  })
  return appOf(server)
}

/** Whatever listens at a port: says what it was asked. */
export function memoryApp(): MemoryApp {
  return appOf(
    createServer((request, response) => {
      json(response, 200, { method: request.method, url: request.url, headers: request.headers })
    }),
  )
}

/** The supervisor's own answer, as far as the server reads it. */
export function memoryStatus(node: {
  readonly boot: { readonly bootId: string; readonly boot: number }
  readonly setUp: MemorySetUp
  readonly jobs: MemoryJobs
  readonly offers: readonly string[]
  isReady(): boolean
}): MemoryApp {
  const { offers } = node
  const status = () => ({ ...node.boot, ready: node.isReady(), phases: [], apps: {}, offers, memoryBytes: 0 })
  const told = () => ({ ...status(), setup: node.setUp.status(), jobs: node.jobs.running() })
  return appOf(
    createServer((request, response) => {
      const path = pathOf(request)
      if (path === '/setup-log') return answerLog(node.setUp, request, response)
      if (path === '/status') return json(response, 200, told())
      if (path === '/jobs' || path === '/annex-jobs') {
        return void text(request).then((body) => json(response, 200, node.jobs.ask(body, path !== '/jobs')))
      }
      if (path === '/jobs/end') return void text(request).then((body) => json(response, 200, node.jobs.end(body)))
      if (path !== '/setup') return json(response, 404, {})
      void text(request).then((body) => {
        node.setUp.ask(body)
        json(response, 200, told())
      })
    }),
  )
}

function answerLog(setUp: MemorySetUp, request: IncomingMessage, response: ServerResponse): void {
  const query = new URL(request.url ?? '/', 'http://node').searchParams
  const log = setUp.log(query.get('kind') === 'startup' ? 'startup' : 'creation')
  const bytes = Buffer.from(log.text)
  response
    .writeHead(200, { 'x-size': String(bytes.length), 'x-running': String(log.isRunning) })
    .end(bytes.subarray(Number(query.get('offset') ?? 0)))
}

function appOf(server: ReturnType<typeof createServer>): MemoryApp {
  return {
    take: (socket) => void server.emit('connection', socket),
    close: () => void server.close(),
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/'
}
