import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ShiftedClock } from '../base/clock.ts'
import { ensureCertificates } from './ensure-certificates.ts'
import { issueOwnServerCertificate } from './issue-certificates.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-tls-'))
})
afterEach(() => rm(folder, { recursive: true }))

const certificateIn = async (file: string) => new X509Certificate(await readFile(file))

test('a client that trusts the authority alone accepts the server by name and by address', async () => {
  const files = await ensureCertificates(folder, { domain: 'localhost' })
  const answers = await askOverTls(files, ['localhost', '127.0.0.1', 'carrel.localhost'])
  expect(answers).toEqual([200, 200, 200])
})

test('keys are readable by their owner alone', async () => {
  const { keyFile } = await ensureCertificates(folder, { domain: 'localhost' })
  for (const file of [keyFile, join(folder, 'ca-key.pem')]) expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('calling again changes nothing; near its end the certificate is renewed under the same authority', async () => {
  const clock = new ShiftedClock()
  const options = { domain: 'localhost', clock }
  const { caFile, certFile } = await ensureCertificates(folder, options)
  const [authority, first] = [await certificateIn(caFile), await certificateIn(certFile)]
  await ensureCertificates(folder, options)
  expect((await certificateIn(certFile)).serialNumber).toBe(first.serialNumber)
  clock.advance(800 * 86_400_000)
  await ensureCertificates(folder, options)
  expect((await certificateIn(certFile)).serialNumber).not.toBe(first.serialNumber)
  expect((await certificateIn(caFile)).serialNumber).toBe(authority.serialNumber)
})

test('a key that does not belong to its certificate is replaced with a new pair', async () => {
  const { certFile, keyFile } = await ensureCertificates(folder, { domain: 'localhost' })
  const before = await certificateIn(certFile)
  await writeFile(keyFile, await readFile(join(folder, 'ca-key.pem')))
  await ensureCertificates(folder, { domain: 'localhost' })
  expect((await certificateIn(certFile)).serialNumber).not.toBe(before.serialNumber)
})

test('the names cover the domain, its apps and loopback', async () => {
  const { certFile } = await ensureCertificates(folder, { domain: 'lab.example.org' })
  const names = (await certificateIn(certFile)).subjectAltName?.split(', ')
  expect(names).toEqual([
    'DNS:localhost',
    'DNS:*.localhost',
    'DNS:carrel.localhost',
    'DNS:lab.example.org',
    'DNS:*.lab.example.org',
    'DNS:carrel.lab.example.org',
    'IP Address:127.0.0.1',
    'IP Address:0:0:0:0:0:0:0:1',
  ])
})

test('the authority cannot vouch for a public name', async () => {
  const { caFile, certFile, keyFile } = await ensureCertificates(folder, { domain: 'localhost' })
  const authority = {
    certificate: await readFile(caFile, 'utf8'),
    key: await readFile(join(folder, 'ca-key.pem'), 'utf8'),
  }
  const forged = await issueOwnServerCertificate(authority, 'management.azure.com', Date.now())
  await Promise.all([writeFile(certFile, forged.certificate), writeFile(keyFile, forged.key)])
  await expect(askOverTls({ caFile, certFile, keyFile }, ['management.azure.com'])).rejects.toThrow(/permitted subtree/)
})

async function askOverTls(
  files: { caFile: string; certFile: string; keyFile: string },
  names: readonly string[],
): Promise<(number | undefined)[]> {
  const [key, cert, ca] = await Promise.all([files.keyFile, files.certFile, files.caFile].map((file) => readFile(file)))
  if (key === undefined || cert === undefined || ca === undefined) throw new Error('three files were read')
  const server = createServer({ key, cert }, (_request, response) => response.end())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  try {
    return await Promise.all(
      names.map((name) => {
        const lookupName = name === '127.0.0.1' ? {} : { servername: name }
        return new Promise<number | undefined>((resolve, reject) => {
          get({ host: '127.0.0.1', port, ca, agent: false, ...lookupName }, (response) =>
            resolve(response.statusCode),
          ).on('error', reject)
        })
      }),
    )
  } finally {
    server.close()
  }
}
