import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { issueAuthority, issueServerCertificate, type KeyPairPem } from '../base/issue-certificates.ts'
import { CertificateProblem, readGivenCertificate } from './given-certificate.ts'

const day = 86_400_000
const now = Date.now()
let folder: string
let authority: KeyPairPem

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-given-'))
  authority = await issueAuthority(
    { name: 'Company', dnsNames: ['example.org'], ipRanges: [], validMs: 900 * day },
    now - 400 * day,
  )
})
afterEach(() => rm(folder, { recursive: true }))

test('a wildcard with its authority behind it is taken, and says who vouches for it and how long', async () => {
  const pair = await issue(['*.team.example.org'])
  const given = await read({ cert: pair.certificate + authority.certificate, key: pair.key })
  expect(given).toMatchObject({ issuer: 'Company', key: pair.key, voucher: authority.certificate })
  expect(given.validTo).toBeGreaterThan(now + 80 * day)
})

test('one whose authority nobody here knows is taken, without a voucher', async () => {
  const pair = await issue(['*.team.example.org'])
  expect((await read({ cert: pair.certificate, key: pair.key })).voucher).toBeUndefined()
})

test('one that signed itself vouches for itself', async () => {
  const self = await issueAuthority({ name: 'Self', dnsNames: ['x'], ipRanges: [], validMs: day }, now)
  const problem = await problemOf({ cert: self.certificate, key: self.key })
  expect(problem.message).toContain('does not cover *.team.example.org')
})

test('names that leave out the apps are refused, with what it has and what to ask for', async () => {
  const pair = await issue(['carrel.team.example.org', 'team.example.org'])
  const problem = await problemOf({ cert: pair.certificate, key: pair.key })
  expect(problem.message).toContain('it has DNS:carrel.team.example.org, DNS:team.example.org')
  expect(problem.nextStep).toContain('*.team.example.org')
})

test('a key of another certificate is refused, and one behind others in its file is said to be in the wrong place', async () => {
  const [one, other] = [await issue(['*.team.example.org']), await issue(['*.team.example.org'])]
  expect((await problemOf({ cert: one.certificate, key: other.key })).message).toContain('does not belong')
  const reversed = await problemOf({ cert: authority.certificate + one.certificate, key: one.key })
  expect(reversed.message).toContain("not the server's own")
})

test('an expired one and one from the future are refused', async () => {
  const old = await issue(['*.team.example.org'], now - 100 * day)
  expect((await problemOf({ cert: old.certificate, key: old.key })).message).toContain('expired at 20')
  const early = await issue(['*.team.example.org'], now + 10 * day)
  expect((await problemOf({ cert: early.certificate, key: early.key })).message).toContain('not valid before')
})

test.each([
  [{ cert: 'nothing', key: 'nothing' }, /no certificate in PEM/],
  [{ cert: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', key: 'x' }, /damaged certificate/],
])('what is no certificate is said to be none (%#)', async (texts, expected) => {
  expect((await problemOf(texts)).message).toMatch(expected)
})

test('a key that is none, has a passphrase or is not there is told apart', async () => {
  const { certificate: cert } = await issue(['*.team.example.org'])
  expect((await problemOf({ cert, key: 'x' })).message).toContain('no private key in PEM')
  const locked = await problemOf({ cert, key: '-----BEGIN ENCRYPTED PRIVATE KEY-----\n' })
  expect(locked.message).toContain('passphrase')
  await rm(join(folder, 'key.pem'))
  const missing = await readAgain().catch((error: unknown) => error)
  expect(missing).toMatchObject({ name: 'CertificateProblem', message: expect.stringContaining('there is no file') })
})

function issue(dnsNames: string[], from = now): Promise<KeyPairPem> {
  return issueServerCertificate(authority, { name: 'team', dnsNames, ipAddresses: [], validMs: 90 * day }, from)
}

async function read({ cert, key }: { cert: string; key: string }) {
  await writeFile(join(folder, 'cert.pem'), cert)
  await writeFile(join(folder, 'key.pem'), key)
  return readAgain()
}

function readAgain() {
  const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
  return readGivenCertificate(files, { domain: 'team.example.org', now })
}

async function problemOf(texts: { cert: string; key: string }): Promise<CertificateProblem> {
  const error = await read(texts).then(
    () => undefined,
    (caught: unknown) => caught,
  )
  if (error instanceof CertificateProblem) return error
  throw new Error('it was taken', { cause: error })
}
