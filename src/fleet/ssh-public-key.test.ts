import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { authorizedKey } from './ssh-public-key.ts'

const folder = mkdtempSync(join(tmpdir(), 'carrel-ssh-'))
execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-C', 'ana@lab', '-f', join(folder, 'key')])
afterAll(() => rmSync(folder, { recursive: true }))
const line = readFileSync(join(folder, 'key.pub'), 'utf8').trim()
const body = line.split(' ').slice(0, 2).join(' ')

test('CI-32: a single ssh-rsa line is taken as it is', () => {
  expect(authorizedKey(`${line}\n`)).toBe(line)
})

test.each(['PKCS8', 'PEM', 'RFC4716'])('CI-32: the same key in %s form is the same line', (form) => {
  const pem = execFileSync('ssh-keygen', ['-e', '-m', form, '-f', join(folder, 'key.pub')], { encoding: 'utf8' })
  expect(authorizedKey(pem)?.split(' ').slice(0, 2).join(' ')).toBe(body)
})

test.each([
  '',
  'ssh-rsa',
  'ssh-rsa not base64!',
  'ssh-rsa AAAA',
  `command="id" ${line}`,
  `${body}\nssh-rsa AAAA`,
  body.replace('ssh-rsa', 'ssh-ed25519'),
  readFileSync(join(folder, 'key'), 'utf8'),
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  'x'.repeat(100_000),
])('%#: what is no public key is refused', (text) => {
  expect(authorizedKey(text)).toBeUndefined()
})
