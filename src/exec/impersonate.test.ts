import { X509Certificate } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect, test } from 'vitest'
import { createImpersonator, type Impersonator } from './impersonate.ts'

const hour = 3_600_000

function impersonator(clock?: { now(): number }): Promise<Impersonator> {
  const listenerFor = (host: string) => (_request: unknown, response: { end(text: string): void }) => response.end(host)
  return createImpersonator({ listenerFor, onDistrust: () => undefined, ...(clock ? { clock } : {}) })
}

/** What it shows to a client of `host`. */
async function shown(by: Impersonator, host: string): Promise<X509Certificate> {
  const server = await by.serverFor(host)
  const door = createServer((socket) => void server.emit('connection', socket))
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  const { port } = door.address() as { port: number }
  const socket = connectTls({ socket: connect(port, '127.0.0.1'), servername: host, ca: by.authority })
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
  const raw = socket.getPeerX509Certificate()?.raw
  socket.destroy()
  door.close()
  return new X509Certificate(raw ?? Buffer.alloc(0))
}

test('a certificate is for one name, signed by the run’s own authority, and lives for a day', async () => {
  const by = await impersonator()
  const certificate = await shown(by, 'eastus.api.azureml.ms')
  expect(certificate.subjectAltName).toBe('DNS:eastus.api.azureml.ms')
  expect(certificate.verify(new X509Certificate(by.authority).publicKey)).toBe(true)
  expect(certificate.validToDate.getTime() - Date.now()).toBeLessThanOrEqual(24 * hour)
})

test('a command that runs for days is shown a new one before the old one ends', async () => {
  const clock = { time: Date.now() - 13 * hour, now: () => clock.time }
  const by = await impersonator(clock)
  const first = await shown(by, 'management.azure.com')
  expect((await shown(by, 'management.azure.com')).fingerprint256).toBe(first.fingerprint256)
  clock.time += 13 * hour
  const second = await shown(by, 'management.azure.com')
  expect(second.fingerprint256).not.toBe(first.fingerprint256)
  expect(second.validToDate.getTime()).toBeGreaterThan(first.validToDate.getTime())
})

test('each run has an authority of its own', async () => {
  const [one, other] = await Promise.all([impersonator(), impersonator()])
  expect(one.authority).not.toBe(other.authority)
  expect(new X509Certificate(one.authority).ca).toBe(true)
})
