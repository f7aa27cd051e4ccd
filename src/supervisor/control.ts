// Channel `control`: HTTP/1.1 for the server. `GET /status` says what this boot is and how far it has come.

import { createServer, type Server } from 'node:http'
import type { AppStatus } from './app.ts'
import type { BootConfig } from './boot-config.ts'

export interface BootPhase {
  readonly name: string
  readonly startedAt: number
  endedAt?: number
}

export interface NodeState {
  readonly config: BootConfig
  readonly phases: readonly BootPhase[]
  /** Such as `ssh-ed25519 AAAA…`; empty where there is no sshd. */
  readonly sshHostKeys: readonly string[]
  readonly apps: ReadonlyMap<string, { status(): AppStatus }>
}

/** Takes sockets by its `connection` event; it does not listen. */
export function controlServer(state: NodeState): Server {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/status') {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(statusOf(state)))
  })
  server.headersTimeout = 5000
  server.requestTimeout = 5000
  return server
}

export function isReady(state: NodeState): boolean {
  return state.phases.some((phase) => phase.name === 'apps') && appStatuses(state).every((app) => app.state === 'ready')
}

function statusOf(state: NodeState) {
  const names = [...state.apps.keys()]
  const statuses = appStatuses(state)
  return {
    bootId: state.config.bootId,
    boot: state.config.boot,
    ready: isReady(state),
    phases: state.phases,
    sshHostKeys: state.sshHostKeys,
    apps: Object.fromEntries(names.map((name, index) => [name, statuses[index]])),
    /** What the supervisor itself takes. */
    memoryBytes: process.memoryUsage.rss(),
  }
}

function appStatuses(state: NodeState): AppStatus[] {
  return [...state.apps.values()].map((app) => app.status())
}
