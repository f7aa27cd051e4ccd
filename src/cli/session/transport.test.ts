import { createServer, type Server } from 'node:https'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issueAuthority, issueServerCertificate } from '../../base/issue-certificates.ts'
import { createTransport, type Transport } from './transport.ts'
import { Unreachable } from './unreachable.ts'

let server: Server
let transport: Transport
let address: (path: string) => URL

beforeAll(async () => {
  const validMs = 3_600_000
  const authority = await issueAuthority({ name: 'own', dnsNames: ['localhost'], ipRanges: [], validMs }, Date.now())
  const leaf = { name: 'own', dnsNames: ['localhost'], ipAddresses: [], validMs }
  const { certificate, key } = await issueServerCertificate(authority, leaf, Date.now())
  server = createServer({ cert: certificate, key }, (request, response) => {
    if (request.url === '/whole') return response.end('{"a":1}')
    response.writeHead(200, { 'content-length': '100' })
    // What was sent is there before the end is.
    return response.write('{"a":', () => response.destroy())
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
  transport = createTransport({ ca: authority.certificate, note: () => undefined })
  address = (path) => new URL(path, `https://localhost:${port}`)
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('an answer is read to its end', async () => {
  expect(await transport.send(address('/whole'), { method: 'GET' })).toMatchObject({ status: 200, body: { a: 1 } })
})

test('an answer that breaks off is none, and may be whole in a moment', async () => {
  const broken = transport.send(address('/part'), { method: 'GET' })
  await expect(broken).rejects.toBeInstanceOf(Unreachable)
  await expect(broken).rejects.toMatchObject({
    isPassing: true,
    message: expect.stringContaining('does not answer at'),
  })
})
