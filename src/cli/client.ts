// The CLI's way to the API: the same HTTPS and tokens as any client. On the host itself it signs in with the principal
// that `up` made and kept 0600 in the data folder.

import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { z } from 'zod'
import { type Config, dataFolder, readConfig } from '../config.ts'

export interface Client {
  readonly config: Config
  readonly caFile: string
  readonly credentials: Credentials
  /** Throws `ApiError` with the API's code and message. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>
}

export interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
  readonly objectId: string
}

export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

const credentialsSchema = z.object({ clientId: z.string(), clientSecret: z.string(), objectId: z.string() })
const tokenSchema = z.object({ access_token: z.string() })
const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

export async function openClient(data: string | undefined): Promise<Client> {
  const config = await readConfig(dataFolder(data))
  const caFile = join(config.paths.tls, 'ca.pem')
  const ca = await readFile(caFile, 'utf8')
  const credentials = credentialsSchema.parse(
    JSON.parse(await readFile(join(config.paths.admin, 'principal.json'), 'utf8')),
  )
  let token: Promise<string> | undefined
  return {
    config,
    caFile,
    credentials,
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      token ??= fetchToken(config, ca, credentials)
      const headers = {
        authorization: `Bearer ${await token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      }
      const text = await send(
        { url: config.endpoint + path, method, ca, headers },
        body === undefined ? undefined : JSON.stringify(body),
      )
      return (text === '' ? undefined : JSON.parse(text)) as T
    },
  }
}

async function fetchToken(config: Config, ca: string, { clientId, clientSecret }: Credentials): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${config.endpoint}/.default`,
  })
  const url = `${config.endpoint}/${config.installation.tenantId}/oauth2/v2.0/token`
  const text = await send(
    { url, method: 'POST', ca, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    form.toString(),
  )
  return tokenSchema.parse(JSON.parse(text)).access_token
}

function send(
  call: { url: string; method: string; ca: string; headers: Record<string, string> },
  body: string | undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(call.url, { method: call.method, ca: call.ca, headers: call.headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () =>
        (answer.statusCode ?? 500) < 400 ? resolve(text) : reject(apiError(answer.statusCode ?? 500, text)),
      )
      answer.on('error', reject)
    })
    outgoing.on('error', (cause) =>
      reject(new Error(`Carrel does not answer at ${call.url}. Is it up? "carrel status" tells.`, { cause })),
    )
    outgoing.end(body)
  })
}

function apiError(status: number, text: string): Error {
  try {
    const { error } = errorSchema.parse(JSON.parse(text))
    return new ApiError(status, error.code, error.message)
  } catch {
    return new ApiError(status, String(status), text.slice(0, 500))
  }
}
