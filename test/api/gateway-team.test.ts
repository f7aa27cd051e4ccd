// The gateway under a domain: HTTPS alone, a certificate somebody else issued, and apps that are same-site to each other.

import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { connect as connectPlain } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { issueAuthority, issueServerCertificate, type KeyPairPem } from '../../src/base/issue-certificates.ts'
import { provideCertificates } from '../../src/identity/provide-certificates.ts'
import { writeFleet } from '../support/fleet-rows.ts'
import { type GatewayWorld, signIn, startGatewayWorld } from '../support/gateway-world.ts'
import { patience } from '../support/patience.ts'

const domain = 'team.example'
let folder: string
let company: KeyPairPem
let world: GatewayWorld
let ca: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-company-'))
  const options = { name: 'Company', dnsNames: [domain], ipRanges: [], validMs: 86_400_000 }
  company = await issueAuthority(options, Date.now())
  await renew()
  const certificate = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
  world = await startGatewayWorld(undefined, { domain, certificate })
  ca = await readFile(world.caFile, 'utf8')
  await writeFleet(world.database.db, { name: 'box', observed: { endpoint: world.node.endpoint } })
})
afterAll(async () => {
  await world?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('by the domain’s names a client meets the given certificate, by loopback ours, and one file vouches for both', async () => {
  expect(await issuerAt(`carrel.${domain}`)).toBe('Company')
  expect(await issuerAt(`any-lab.${domain}`)).toBe('Company')
  expect(await issuerAt('localhost')).toBe(`Carrel authority for ${domain}`)
})

test('there is no plain HTTP', async () => {
  const socket = connectPlain({ host: '127.0.0.1', port: world.port + 1 })
  const [error] = await once(socket, 'error')
  expect(error).toMatchObject({ code: 'ECONNREFUSED' })
})

test.each([
  [`carrel.${domain}`, 'server'],
  [domain, 'server'],
  ['localhost', 'server'],
])('%s is the server’s', async (name, by) => {
  expect((await ask(name, {})).json).toMatchObject({ by })
})

test.each([`a.box-lab.${domain}`, 'box-lab.localhost', 'box-lab.other.example', `box-lab.${domain}.evil.example`])(
  '%s is nobody’s',
  async (name) => {
    expect((await ask(name, { servername: `carrel.${domain}` })).status).toBe(421)
  },
)

test('the app’s own page may do everything, a same-site page of another app nothing', async () => {
  const origin = originOf('box-lab')
  const cookie = await signIn(world.database, { objectId: 'ana', origin })
  const own = { cookie, origin, 'sec-fetch-site': 'same-origin' }
  expect((await ask(`box-lab.${domain}`, { method: 'POST', headers: own })).json).toMatchObject({ by: 'node' })
  const sibling = { cookie, 'sec-fetch-site': 'same-site' }
  for (const [method, headers] of [
    ['POST', { ...sibling, origin: originOf('other-lab') }],
    ['POST', { ...sibling, origin }],
    ['POST', { cookie, origin: originOf('other-lab') }],
    ['POST', { cookie, origin: `https://carrel.${domain}:${world.port}` }],
    ['DELETE', { cookie }],
    ['GET', { ...sibling, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }],
    ['GET', { ...sibling, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
  ] as const) {
    const answer = await ask(`box-lab.${domain}`, { method, headers })
    expect({ method, headers, status: answer.status }).toEqual({ method, headers, status: 403 })
  }
})

test('a WebSocket of a sibling’s page is refused', async () => {
  const origin = originOf('box-lab')
  const cookie = await signIn(world.database, { objectId: 'ana', origin })
  expect(await openSocket({ cookie, origin: originOf('other-lab') })).toBe(403)
  const own = await openSocket({ cookie, origin })
  expect(own).toBeInstanceOf(WebSocket)
  if (own instanceof WebSocket) own.terminate()
})

test('a renewed certificate is shown to who comes next, and who is there is not let go', async () => {
  const origin = originOf('box-lab')
  const cookie = await signIn(world.database, { objectId: 'ana', origin })
  const socket = await openSocket({ cookie, origin })
  if (!(socket instanceof WebSocket)) throw new Error('refused')
  const kept = new Agent({ keepAlive: true, maxSockets: 1 })
  await ask(`carrel.${domain}`, { agent: kept })
  const before = { given: await serialAt(`carrel.${domain}`), own: await serialAt('localhost') }
  await Promise.all([renew(), rm(join(world.config.paths.tls, 'server.pem'))])
  await provideCertificates(world.config)
  await vi.waitFor(async () => expect(await serialAt(`carrel.${domain}`)).not.toBe(before.given), patience)
  expect(await serialAt('localhost')).not.toBe(before.own)
  const answer = await ask(`carrel.${domain}`, { agent: kept })
  expect(answer).toMatchObject({ status: 200, isReused: true })
  socket.send('still here')
  expect(String((await once(socket, 'message'))[0])).toContain('still here')
  socket.terminate()
  kept.destroy()
})

test('a bad renewal changes nothing', async () => {
  const before = await serialAt(`carrel.${domain}`)
  await writeFile(join(folder, 'key.pem'), company.key)
  await expect(provideCertificates(world.config)).rejects.toThrow('not the server')
  expect(await serialAt(`carrel.${domain}`)).toBe(before)
  await renew()
})

async function renew(): Promise<void> {
  const options = { name: 'team', dnsNames: [`*.${domain}`, domain], ipAddresses: [], validMs: 86_400_000 }
  const pair = await issueServerCertificate(company, options, Date.now())
  await writeFile(join(folder, 'cert.pem'), pair.certificate + company.certificate)
  await writeFile(join(folder, 'key.pem'), pair.key, { mode: 0o600 })
}

function originOf(label: string): string {
  return `https://${label}.${domain}:${world.port}`
}

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly servername?: string
  readonly agent?: Agent
}

async function ask(name: string, { method = 'GET', headers = {}, servername = name, agent }: Asked) {
  const options = { host: '127.0.0.1', port: world.port, path: '/api', method, ca, servername }
  const call = request({ ...options, agent: agent ?? false, headers: { host: `${name}:${world.port}`, ...headers } })
  call.end()
  const [answer] = await once(call, 'response')
  const body = await text(answer)
  return {
    status: answer.statusCode,
    isReused: call.reusedSocket,
    json: body.startsWith('{') ? JSON.parse(body) : body,
  }
}

async function openSocket(headers: Record<string, string>): Promise<WebSocket | number> {
  const host = `box-lab.${domain}:${world.port}`
  const options = { ca, servername: `box-lab.${domain}`, headers: { host, ...headers } }
  const socket = new WebSocket(`wss://127.0.0.1:${world.port}/ws`, options)
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (_request, answer) => resolve(answer.statusCode ?? 0))
    socket.on('error', reject)
  })
}

async function certificateAt(servername: string) {
  const socket = connect({ host: '127.0.0.1', port: world.port, servername, ca })
  await once(socket, 'secureConnect')
  const certificate = socket.getPeerCertificate()
  socket.destroy()
  return certificate
}

async function issuerAt(name: string): Promise<string | undefined> {
  const { CN } = (await certificateAt(name)).issuer
  return Array.isArray(CN) ? CN[0] : CN
}

async function serialAt(name: string): Promise<string> {
  return (await certificateAt(name)).serialNumber
}
