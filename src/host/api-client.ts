// The installation's own API as set-up and the command line use it: ordinary ARM requests over HTTPS, signed in as the
// scripts' principal.

import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { StepFailure } from './step-failure.ts'

export interface ApiAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Parsed JSON; undefined for an empty body. */
  readonly body: unknown
}

export interface Credentials {
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
}

export interface ApiClient {
  /** `path` is a resource id or what follows the endpoint; with api-version. Answers of any status come back. */
  send(method: string, path: string, body?: unknown): Promise<ApiAnswer>
  /** Sends and follows the asynchronous operation to its end. Throws with the error's message when either fails. */
  complete(path: string, body: unknown, progress: (status: string) => void): Promise<unknown>
}

export async function createApiClient(endpoint: string, caFile: string, credentials: Credentials): Promise<ApiClient> {
  const ca = await readFile(caFile, 'utf8')
  const token = await fetchToken(endpoint, ca, credentials)
  const send: ApiClient['send'] = (method, path, body) =>
    exchange({
      url: new URL(path, endpoint),
      method,
      ca,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
  return { send, complete: (path, body, progress) => complete(send, { path, body, progress }) }
}

/** Whether the API answers at all. */
export async function isHealthy(endpoint: string, caFile: string): Promise<boolean> {
  try {
    const ca = await readFile(caFile, 'utf8')
    const answer = await exchange({
      url: new URL('/healthz', endpoint),
      method: 'GET',
      ca,
      headers: {},
      body: undefined,
    })
    return answer.status === 200
  } catch {
    return false
  }
}

async function fetchToken(endpoint: string, ca: string, credentials: Credentials): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
    scope: `${endpoint}/.default`,
  })
  const answer = await exchange({
    url: new URL(`/${credentials.tenantId}/oauth2/v2.0/token`, endpoint),
    method: 'POST',
    ca,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  })
  const token = field(answer.body, 'access_token')
  if (answer.status !== 200 || typeof token !== 'string') throw new Error(`no token: ${explain(answer)}`)
  return token
}

async function complete(
  send: ApiClient['send'],
  { path, body, progress }: { path: string; body: unknown; progress: (status: string) => void },
): Promise<unknown> {
  const accepted = await send('PUT', path, body)
  if (accepted.status >= 300) throw failureOf(accepted)
  const operation = accepted.headers['azure-asyncoperation']
  if (typeof operation !== 'string') return accepted.body
  for (;;) {
    const answer = await send('GET', operation)
    const status = field(answer.body, 'status')
    if (status === 'Succeeded') return (await send('GET', path)).body
    if (answer.status >= 300 || status === 'Failed' || status === 'Canceled') throw failureOf(answer)
    progress(currentPhase(answer.body) ?? String(status))
    await sleep(250)
  }
}

/** Name of the last phase of a status document, where it tells any. */
function currentPhase(document: unknown): string | undefined {
  const phases = field(field(document, 'properties'), 'phases')
  const name = Array.isArray(phases) ? field(phases.at(-1), 'name') : undefined
  return typeof name === 'string' ? name : undefined
}

/** With the next step the API names, where it names one. */
function failureOf(answer: ApiAnswer): Error {
  const nextStep = field(field(answer.body, 'error'), 'nextStep')
  return typeof nextStep === 'string' ? new StepFailure(explain(answer), nextStep) : new Error(explain(answer))
}

function explain(answer: ApiAnswer): string {
  const error = field(answer.body, 'error')
  const [code, message] = [field(error, 'code'), field(error, 'message') ?? field(answer.body, 'error_description')]
  return `${[answer.status, code].filter((part) => part !== undefined).join(' ')}: ${message ?? 'no explanation'}`
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

interface Exchange {
  readonly url: URL
  readonly method: string
  readonly ca: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

async function exchange({ url, method, ca, headers, body }: Exchange): Promise<ApiAnswer> {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  return new Promise((resolve, reject) => {
    const options = { method, ca, headers: { ...headers, ...length }, timeout: 60_000 }
    const outgoing = request(url, options, (incoming) => {
      text(incoming).then(
        (said) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: parsed(said) }),
        reject,
      )
    })
    outgoing.once('timeout', () => outgoing.destroy(new Error(`${url.host} did not answer within 60 s`)))
    outgoing.once('error', (cause) => reject(unreachable(url, cause)))
    outgoing.end(body)
  })
}

function unreachable(url: URL, cause: Error): StepFailure {
  return new StepFailure(
    `Carrel does not answer at ${url.origin}: ${cause.message}`,
    'see "carrel status"; start it with "carrel up"',
    cause,
  )
}

function parsed(said: string): unknown {
  try {
    return said === '' ? undefined : JSON.parse(said)
  } catch {
    return { error: { message: said.slice(0, 200) } }
  }
}
