// Channel `control`: HTTP/1.1 for the server. `GET /status` says what this boot is and how far it has come, `POST /setup`
// asks for the node's scripts to be run, `GET /setup-log` reads what one printed; `POST /jobs` asks for a job, `POST
// /annex-jobs` for one in its annex, and `POST /jobs/end` for the end of either, all answered with how far it is, and `POST
// /jobs/wait` is when it is further than that. `GET /gpus` says what those are doing.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AppStatus } from './app.ts'
import type { BootConfig } from './boot-config.ts'
import type { Gpus } from './gpus.ts'
import { parseJobRequest, requireJobId } from './job-request.ts'
import type { Jobs } from './jobs.ts'
import type { SetUp } from './set-up.ts'
import { parseSetupRequest } from './set-up-request.ts'

/** Two scripts of the largest size, in base64, and what is said about them. */
const maxBodyBytes = 2 * 1024 * 1024
const maxLogBytes = 256 * 1024

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
  /** Channels of the browser's apps that this image really has. */
  readonly offers: readonly string[]
  readonly setUp: SetUp
  /** Done when what scripts may install leaves alone what is ours. */
  beforeScripts(): Promise<void>
  readonly jobs: Jobs
  readonly gpus: Gpus
}

/** Takes sockets by its `connection` event; it does not listen. */
export function controlServer(state: NodeState): Server {
  const server = createServer((request, response) => {
    void answer(state, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(400)
      response.end(String(error).slice(0, 300))
    })
  })
  server.headersTimeout = 5000
  server.requestTimeout = 5000
  return server
}

export function isReady(state: NodeState): boolean {
  // What an image brings beside is no reason for its owner to wait for the rest.
  const awaited = [...state.apps].filter(([name]) => name !== 'rstudio')
  const isUp = awaited.every(([, app]) => app.status().state === 'ready')
  return isUp && state.phases.some((phase) => phase.name === 'apps')
}

async function answer(state: NodeState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://node')
  const asked = `${request.method} ${url.pathname}`
  if (asked === 'GET /setup-log') return answerLog(state, url.searchParams, response)
  if (asked === 'GET /gpus') return answerJson(response, state.gpus.read())
  // Two paths, so that a node of before there were annexes says that it knows none, and runs nothing outside of one.
  if (asked === 'POST /jobs' || asked === 'POST /annex-jobs') {
    const job = parseJobRequest(await bodyOf(request), asked === 'POST /annex-jobs')
    return answerJson(response, state.jobs.ask(job))
  }
  if (asked === 'POST /jobs/end') {
    const { id } = JSON.parse(await bodyOf(request)) as { id?: unknown }
    return answerJson(response, state.jobs.end(requireJobId(id)))
  }
  if (asked === 'POST /jobs/wait') {
    const { id, state: known } = JSON.parse(await bodyOf(request)) as { id?: unknown; state?: unknown }
    return answerJson(response, await state.jobs.wait(requireJobId(id), known))
  }
  if (asked === 'POST /setup') {
    const wanted = parseSetupRequest(await bodyOf(request))
    // Whoever asks does so until it has begun.
    void state.beforeScripts().then(() => state.setUp.ask(wanted))
  } else if (asked !== 'GET /status') return void response.writeHead(404).end()
  answerJson(response, statusOf(state))
}

function answerJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += (chunk as Buffer).length
    if (length > maxBodyBytes) throw new Error('too long')
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Bytes from `offset`; the header says how many there are in all. None was written: none, of 0. */
function answerLog({ setUp }: NodeState, query: URLSearchParams, response: ServerResponse): void {
  const kind = query.get('kind') === 'startup' ? 'startup' : 'creation'
  const { bytes, size } = readLog(setUp.logPath(kind), Number(query.get('offset') ?? 0))
  const isRunning = setUp.status().running === kind
  response.writeHead(200, { 'x-size': String(size), 'x-running': String(isRunning) }).end(bytes)
}

function readLog(path: string, offset: number): { bytes: Buffer; size: number } {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return { bytes: Buffer.alloc(0), size: 0 }
  }
  try {
    const { size } = fstatSync(file)
    const bytes = Buffer.alloc(Math.max(0, Math.min(maxLogBytes, size - offset)))
    return { bytes: bytes.subarray(0, bytes.length === 0 ? 0 : readSync(file, bytes, 0, bytes.length, offset)), size }
  } finally {
    closeSync(file)
  }
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
    offers: state.offers,
    setup: state.setUp.status(),
    /** Ids of those that have not ended. */
    jobs: state.jobs.running(),
    /** What the supervisor itself takes. */
    memoryBytes: process.memoryUsage.rss(),
  }
}

function appStatuses(state: NodeState): AppStatus[] {
  return [...state.apps.values()].map((app) => app.status())
}
