import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issueAuthority } from '../base/issue-certificates.ts'
import { trustBundle } from './trust-bundle.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-trust-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const authority = async (name: string) => {
  const options = { name, dnsNames: ['lab.test'], ipRanges: [], validMs: 60_000 }
  return (await issueAuthority(options, Date.now())).certificate.trim()
}

test('ours, what a variable named before and what the machine trusts are all in it, each once', async () => {
  const [ours, before] = await Promise.all([authority('ours'), authority('before')])
  const file = join(folder, 'before.pem')
  await writeFile(file, `# a comment\n${before}\n${ours}\n`)
  const bundle = await trustBundle({ REQUESTS_CA_BUNDLE: file, SSL_CERT_FILE: join(folder, 'missing') }, [ours])
  for (const each of [ours, before]) expect(bundle.split(each)).toHaveLength(2)
  for (const each of getCACertificates('system').slice(0, 5)) expect(bundle).toContain(each.trim())
})

test('what is no certificate is left out', async () => {
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'
  expect(await trustBundle({}, [broken])).not.toContain('AAAA\n-----END')
})
