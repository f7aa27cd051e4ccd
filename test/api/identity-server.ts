// The identity platform on real listeners: HTTPS for tokens, plain HTTP for pages, as the gateway would pass requests on.

import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import fastify from 'fastify'
import type { KyselyPlugin } from 'kysely'
import { createLog } from '../../src/base/log.ts'
import { type Config, configFor } from '../../src/config.ts'
import { type Bootstrapped, bootstrapIdentity } from '../../src/identity/bootstrap-identity.ts'
import { ensureCertificates } from '../../src/identity/ensure-certificates.ts'
import { createIdentity, type Identity } from '../../src/identity/identity.ts'
import { registerIdentity } from '../../src/identity/register-identity.ts'
import { type OpenDatabase, openDatabase } from '../../src/store/open-database.ts'
import { freePair } from '../support/free-pair.ts'
import { HeldClock } from '../support/held-clock.ts'

export interface IdentityServer {
  readonly config: Config
  readonly tenant: string
  /** Where tokens are asked for. */
  readonly endpoint: string
  /** Where browsers go. */
  readonly pages: string
  readonly identity: Identity
  readonly database: OpenDatabase
  readonly people: Bootstrapped
  readonly clock: HeldClock
  /** PEM of the authority, which this process trusts from now on. */
  readonly ca: string
  close(): Promise<void>
}

/** `plugins`: between the server and its database. */
export async function startIdentityServer({
  plugins = [],
}: {
  readonly plugins?: readonly KyselyPlugin[]
} = {}): Promise<IdentityServer> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-identity-'))
  const files = await ensureCertificates(folder, { domain: 'localhost' })
  const [ca, cert, key] = await Promise.all(
    [files.caFile, files.certFile, files.keyFile].map((f) => readFile(f, 'utf8')),
  )
  if (ca === undefined || cert === undefined || key === undefined) throw new Error('three files were read')
  setDefaultCACertificates([...getCACertificates('default'), ca])

  const app = fastify({ trustProxy: true, routerOptions: { caseSensitive: false, ignoreDuplicateSlashes: true } })
  const handle = (proto: string) => (request: IncomingMessage, response: ServerResponse) => {
    const { host } = request.headers
    Object.assign(request.headers, {
      'x-forwarded-proto': proto,
      'x-forwarded-host': host,
      'x-forwarded-for': '127.0.0.1',
    })
    app.routing(request, response)
  }
  const secure = createTlsServer({ cert, key }, handle('https'))
  const plain = createServer(handle('http'))
  const port = await listenSideBySide(secure, plain)

  const config = configFor(installationOn(port), folder)
  const database = await openDatabase({ file: ':memory:' })
  const clock = new HeldClock()
  const db = plugins.reduce((before, plugin) => before.withPlugin(plugin), database.db)
  const deps = { config, clock, log: createLog('identity', 'fatal'), db }
  const identity = await createIdentity({ ...deps, secrets: { masterKey: randomBytes(32) } })
  const who = { userName: 'ada', displayName: 'Ada Lovelace', clock, reissue: [] as const }
  const people = await bootstrapIdentity(database.db, who)
  await registerIdentity(app, identity)
  await app.ready()

  return {
    config,
    tenant: config.installation.tenantId,
    endpoint: config.endpoint,
    pages: config.browserEndpoint,
    identity,
    database,
    people,
    clock,
    ca,
    async close() {
      identity.close()
      for (const server of [secure, plain]) {
        server.closeAllConnections()
        server.close()
      }
      await app.close()
      await database.close()
      await rm(folder, { recursive: true })
    },
  }
}

function installationOn(port: number): Config['installation'] {
  return {
    installationId: 'abcd1234',
    tenantId: '7b0c6c0e-6f0e-4c57-9a3f-2f1f6f0c9a11',
    subscriptionId: '2d1c1a7e-91f5-4f5e-8f2b-6f9f0c1c2d3e',
    resourceGroup: 'rg',
    workspace: 'ws',
    location: 'local',
    port,
    domain: 'localhost',
    database: undefined,
    engine: 'memory',
    image: 'none',
    networkRange: '172.30.0.0/16',
    sshAddress: '127.0.50.1',
    dockerSocket: '/var/run/docker.sock',
  }
}

/** Answers the first port; the second server has the next one. */
async function listenSideBySide(first: Server, second: Server): Promise<number> {
  const port = await freePair()
  await listen(first, port)
  await listen(second, port + 1)
  return port
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

export async function postForm(
  url: string,
  form: Record<string, string>,
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  }
}
