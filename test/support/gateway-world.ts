// A gateway as it runs, on ports of its own: a real store file, real certificates, a node that speaks the protocol, and in
// the server's place a small one on the same Unix socket that says what it was sent.

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { WebSocketServer } from 'ws'
import { type Config, configFor, type Installation } from '../../src/config.ts'
import { type GatewayOptions, runGateway } from '../../src/gateway/run-gateway.ts'
import { provideCertificates } from '../../src/identity/provide-certificates.ts'
import { sha256 } from '../../src/identity/seal.ts'
import { type OpenDatabase, openDatabase } from '../../src/store/open-database.ts'
import { type ChannelNode, startChannelNode } from './channel-node.ts'
import { freePair } from './free-pair.ts'

export interface GatewayWorld extends AsyncDisposable {
  readonly config: Config
  readonly database: OpenDatabase
  readonly channelKey: Buffer
  readonly node: ChannelNode
  readonly server: SmallServer
  /** Of HTTPS; plain HTTP is the next. */
  readonly port: number
  readonly caFile: string
  hostOf(name: string): string
  originOf(label: string): string
}

/** `run` where the gateway is to be a process of its own. */
export async function startGatewayWorld(
  run: (options: GatewayOptions) => Promise<AsyncDisposable> = runGateway,
  reach: Partial<Pick<Installation, 'domain' | 'listen' | 'certificate'>> = {},
): Promise<GatewayWorld> {
  const data = await mkdtemp(join(tmpdir(), 'carrel-gateway-'))
  const stack = new AsyncDisposableStack()
  stack.defer(() => rm(data, { recursive: true, force: true }))
  const port = await freePair()
  const config = configFor({ ...installation, ...reach, port }, data)
  await mkdir(config.paths.run, { recursive: true })
  const { caFile } = await provideCertificates(config)
  const database = await openDatabase({ file: config.paths.database })
  stack.defer(() => database.close())
  const channelKey = randomBytes(32)
  const node = stack.use(await startChannelNode(channelKey))
  const server = stack.use(new SmallServer(config.paths.serverSocket))
  await server.start()
  await mkdir(dirname(config.paths.channelKey), { mode: 0o700 })
  await writeFile(config.paths.channelKey, channelKey, { mode: 0o600 })
  stack.use(await run({ config, secrets: { channelKey } }))
  return {
    config,
    database,
    channelKey,
    node,
    server,
    port,
    caFile,
    hostOf: (name) => `${name}:${port + 1}`,
    originOf: (label) => `http://${label}.localhost:${port + 1}`,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

export interface SignIn {
  readonly objectId: string
  readonly origin: string
}

export function worldConfig(port: number, data: string): Config {
  return configFor({ ...installation, port }, data)
}

/** Signs a browser in to an app; answers the cookie. */
export async function signIn({ db }: Pick<OpenDatabase, 'db'>, { objectId, origin }: SignIn): Promise<string> {
  const now = Date.now()
  const cookie = randomBytes(32).toString('base64url')
  const login = `login-${objectId}`
  const user = { object_id: objectId, user_name: `${objectId}@example.org`, display_name: objectId, password_hash: '' }
  await db
    .insertInto('users')
    .values({ ...user, valid_from: 0, disabled: 0, created_at: now })
    .onConflict((conflict) => conflict.column('object_id').doNothing())
    .execute()
  const session = { model: 'Session', id: login, payload: '', grant_id: null, user_code: null, uid: login }
  await db
    .insertInto('oidc')
    .values({ ...session, account_id: objectId, expires_at: now + 3_600_000, consumed_at: null })
    .onConflict((conflict) => conflict.columns(['model', 'id']).doNothing())
    .execute()
  await db
    .insertInto('app_sessions')
    .values({
      id: sha256(cookie),
      origin,
      object_id: objectId,
      user_name: user.user_name,
      login_session: login,
      created_at: now,
      expires_at: now + 3_600_000,
    })
    .execute()
  return `__Host-carrel_app=${cookie}`
}

/** What stands in for the server: answers with what it was sent. */
export class SmallServer implements AsyncDisposable {
  readonly notices: { readonly path: string; readonly body: unknown }[] = []
  /** What it does before it answers a request to this path. */
  readonly deeds = new Map<string, () => Promise<void>>()
  readonly #path: string
  #server: Server | undefined

  constructor(path: string) {
    this.#path = path
  }

  async start(): Promise<void> {
    const server = createHttpServer((request, response) => void this.#answer(request, response))
    const sockets = new WebSocketServer({ noServer: true })
    server.on('upgrade', (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (client) => {
        client.on('message', (message, binary) => client.send(message, { binary }))
      })
    })
    server.listen(this.#path)
    await once(server, 'listening')
    this.#server = server
  }

  async stop(): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#server = undefined
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const path = request.url ?? ''
    if (path.startsWith('/internal/')) this.notices.push({ path, body: JSON.parse(String(body)) })
    await this.deeds.get(path)?.()
    response.setHeader('Content-Type', 'application/json')
    response.end(
      JSON.stringify({ by: 'server', method: request.method, path, headers: request.headers, received: body.length }),
    )
  }
}

const installation = {
  installationId: 'abcdefgh',
  tenantId: '11111111-1111-4111-8111-111111111111',
  subscriptionId: '22222222-2222-4222-8222-222222222222',
  resourceGroup: 'group',
  workspace: 'workspace',
  location: 'local',
  domain: 'localhost',
  engine: 'memory',
  image: 'image',
  networkRange: '10.213.0.0/16',
  sshAddress: '127.0.0.1',
  dockerSocket: '/var/run/docker.sock',
} as const
