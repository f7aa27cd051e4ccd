// The proxy with a small HTTPS server in the installation's place, asked by Node's own client through its own proxy support.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { Agent, createServer, request, type Server } from 'node:https'
import { createServer as createTcpServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { issueAuthority, issueServerCertificate } from '../base/issue-certificates.ts'
import { createNotices } from './notices.ts'
import type { PassOnRules } from './pass-on.ts'
import { type RunningProxy, startProxy } from './start-proxy.ts'

const hour = 3_600_000
/** Not the number alone: the proxy's port, which errors name too, may have it within. */
const refused = /HTTP\/1\.1 403 /
let authority: string
let carrel: Server
let port: number
let answer: (request: IncomingMessage, response: ServerResponse) => void
let said: string
let proxy: RunningProxy

beforeAll(async () => {
  const own = await issueAuthority(
    { name: 'own', dnsNames: ['localhost', 'lab.test'], ipRanges: [], validMs: hour },
    Date.now(),
  )
  const leaf = { name: 'own', dnsNames: ['localhost', 'carrel.lab.test'], ipAddresses: [], validMs: hour }
  const { certificate, key } = await issueServerCertificate(own, leaf, Date.now())
  authority = own.certificate
  carrel = createServer({ cert: certificate, key }, (request, response) => answer(request, response))
  port = await listening(carrel)
})
afterAll(() => {
  carrel.close()
  carrel.closeAllConnections()
})

beforeEach(async () => {
  said = ''
  proxy = await start()
})
afterEach(() => proxy[Symbol.asyncDispose]())

describe('a name that Carrel plays', () => {
  test('is answered by the installation, which sees its own name, the path and the headers as they were sent', async () => {
    let seen: Record<string, unknown> = {}
    answer = (request, response) => {
      seen = { host: request.headers.host, url: request.url, method: request.method, mine: request.headers['x-mine'] }
      response.writeHead(201, { 'x-theirs': 'b' }).end('made')
    }
    const made = await ask('https://management.azure.com//subscriptions/?a=%20b', {
      method: 'PUT',
      headers: { 'x-mine': 'a' },
    })
    expect(seen).toEqual({ host: `localhost:${port}`, url: '//subscriptions/?a=%20b', method: 'PUT', mine: 'a' })
    expect(made).toMatchObject({ status: 201, body: 'made', headers: { 'x-theirs': 'b' } })
  })

  test('has bodies passed on as they come, in both directions', async () => {
    answer = async (request, response) => {
      response.writeHead(200)
      for await (const chunk of request) response.write(`${String(chunk)}!`)
      response.end()
    }
    const outgoing = open('https://ml.azure.com/', proxy, { method: 'POST' })
    const answered = new Promise<IncomingMessage>((resolve) => outgoing.once('response', resolve))
    outgoing.write('one')
    const echo = (await answered)[Symbol.asyncIterator]()
    expect(String((await echo.next()).value)).toBe('one!')
    outgoing.end('two')
    expect(String((await echo.next()).value)).toBe('two!')
    expect((await echo.next()).done).toBe(true)
  })

  test('shows a certificate for itself alone, by an authority that can vouch for no other name', async () => {
    answer = (_request, response) => response.end()
    const { subject, names } = await ask('https://graph.microsoft.com/')
    expect([subject, names]).toEqual(['graph.microsoft.com', 'DNS:graph.microsoft.com'])
    await expect(ask('https://graph.microsoft.com/', { servername: 'pypi.org' })).rejects.toThrow(/pypi\.org/)
  })

  test('answers with the public cloud’s documents by itself', async () => {
    answer = (_request, response) => response.writeHead(404).end()
    const cloud = await ask('https://management.azure.com/metadata/endpoints?api-version=2022-09-01')
    expect(JSON.parse(cloud.body)).toMatchObject({ name: 'AzureCloud' })
  })

  test('is refused without TLS, with what to do', async () => {
    expect(await ask(`http://management.azure.com/`)).toMatchObject({
      status: 403,
      body: expect.stringContaining('https://management.azure.com/'),
    })
  })

  test('says so when the installation does not answer, to the program and to the person', async () => {
    await using broken = await start({
      target: { endpoint: 'https://localhost:1', aliases: [], tenantId: 't', authority },
    })
    const failed = await ask('https://management.azure.com/', {}, broken)
    expect(failed.status).toBe(502)
    expect(JSON.parse(failed.body)).toMatchObject({ error: { code: 'CarrelUnreachable' } })
    expect(said).toContain('Carrel does not answer at https://localhost:1')
  })

  test('is not answered by a server that another authority vouches for', async () => {
    const other = await issueAuthority({ name: 'x', dnsNames: ['localhost'], ipRanges: [], validMs: hour }, Date.now())
    const target = { endpoint: `https://localhost:${port}`, aliases: [], tenantId: 't', authority: other.certificate }
    await using misled = await start({ target })
    expect(await ask('https://management.azure.com/', {}, misled)).toMatchObject({ status: 502 })
  })
})

describe('another host', () => {
  test('of Azure is refused, and told to the person once, with what to do', async () => {
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(ask('https://lab.vault.azure.net/')).rejects.toThrow(refused)
    }
    expect(said.match(/lab\.vault\.azure\.net is a host of Azure/g)).toHaveLength(1)
    expect(said).toContain('--pass lab.vault.azure.net')
  })

  test('that tools talk to on their own is refused without a word', async () => {
    await expect(ask('https://dc.services.visualstudio.com/')).rejects.toThrow(refused)
    expect(said).toBe('')
  })

  test('is passed on', async () => {
    answer = (request, response) => response.end(request.headers.host)
    expect((await ask(`https://localhost:${port}/`, { ca: authority })).body).toBe(`localhost:${port}`)
  })

  test('is refused where only Carrel is to be reached; Carrel itself is not, and neither is what is named', async () => {
    answer = (_request, response) => response.end('carrel')
    await using strict = await start({ others: 'refuse', passedHosts: ['LAB.vault.azure.net'] })
    await expect(ask('https://pypi.org/', {}, strict)).rejects.toThrow(refused)
    await expect(ask(`https://localhost:${port + 1}/`, {}, strict)).rejects.toThrow(refused)
    expect((await ask(`https://localhost:${port}/`, { ca: authority }, strict)).body).toBe('carrel')
    await expect(ask('https://lab.vault.azure.net.:1/', {}, strict)).rejects.not.toThrow(refused)
  })

  test('that is nowhere is told apart from one that is refused', async () => {
    await expect(ask('https://nowhere.invalid/')).rejects.toThrow(/502/)
  })

  test('that is another name of the installation leads to the installation', async () => {
    answer = (request, response) => response.end(request.headers.host)
    const aliases = [`https://carrel.lab.test:${port}`]
    const target = { endpoint: `https://localhost:${port}`, aliases, tenantId: 't', authority }
    await using strict = await start({ others: 'refuse', target })
    const found = await ask(`https://carrel.lab.test:${port}/`, { ca: authority }, strict)
    expect(found.body).toBe(`carrel.lab.test:${port}`)
  })

  test('is reached through the proxy that stood before', async () => {
    const asked: string[] = []
    const before = createTcpServer((socket) => {
      socket.once('data', (data) => {
        asked.push(String(data).split('\r\n', 1)[0] ?? '')
        socket.end('HTTP/1.1 418 No\r\n\r\n')
      })
    })
    const beforePort = await listening(before)
    await using behind = await start({ environment: { HTTPS_PROXY: `http://127.0.0.1:${beforePort}` } })
    await expect(ask('https://pypi.org/', {}, behind)).rejects.toThrow()
    expect(asked).toEqual(['CONNECT pypi.org:443 HTTP/1.1'])
    before.close()
  })
})

describe('whoever has not the password of this run', () => {
  test.each(['', 'carrel:wrong@', 'other@'])('is refused with %j', async (user) => {
    const url = proxy.url.replace(/\/\/[^@]*@/, `//${user}`)
    const impostor = { ...proxy, url }
    await expect(ask('https://management.azure.com/', {}, impostor)).rejects.toThrow(/407/)
    await expect(ask('https://pypi.org/', {}, impostor)).rejects.toThrow(/407/)
  })

  test('finds another in each run', async () => {
    await using other = await start()
    expect(new URL(other.url).password).not.toBe(new URL(proxy.url).password)
    expect(new URL(proxy.url).password.length).toBeGreaterThanOrEqual(32)
  })
})

function start(changes: Partial<PassOnRules> = {}): Promise<RunningProxy> {
  const notices = createNotices((line) => {
    said += line
  })
  const target = { endpoint: `https://localhost:${port}`, aliases: [], tenantId: 't', authority }
  return startProxy({ target, others: 'pass', passedHosts: [], environment: {}, notices, ...changes })
}

interface How {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly ca?: string
  readonly servername?: string
}

function open(url: string, { url: HTTPS_PROXY, authority: played }: Pick<RunningProxy, 'url' | 'authority'>, how: How) {
  const agent = new Agent({ proxyEnv: { HTTPS_PROXY }, ca: how.ca ?? played, servername: how.servername })
  return request(url, { ...how, agent })
}

async function ask(url: string, how: How = {}, by: Pick<RunningProxy, 'url' | 'authority'> = proxy) {
  if (url.startsWith('http:')) return askPlainly(url, by.url)
  const outgoing = open(url, by, how)
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve)
    outgoing.once('error', reject)
    outgoing.end()
  })
  const socket = incoming.socket
  const certificate =
    'getPeerCertificate' in socket ? (socket as import('node:tls').TLSSocket).getPeerCertificate() : undefined
  const { statusCode: status, headers } = incoming
  const body = await text(incoming)
  outgoing.destroy()
  return { status, headers, body, subject: certificate?.subject.CN, names: certificate?.subjectaltname }
}

async function askPlainly(url: string, proxyUrl: string) {
  const { Agent: PlainAgent, get } = await import('node:http')
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent: new PlainAgent({ proxyEnv: { HTTP_PROXY: proxyUrl } }) }, resolve).once('error', reject)
  })
  const { statusCode: status, headers } = incoming
  return { status, headers, body: await text(incoming), subject: undefined, names: undefined }
}

function listening(server: { listen(port: number, host: string, done: () => void): unknown; address(): unknown }) {
  return new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
}
