import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { newOpensshKey } from './openssh-key.ts'

interface ParsedKey {
  readonly type: string
  readonly comment: string
  getPublicSSH(): Buffer
  sign(data: Buffer): Buffer
  verify(data: Buffer, signature: Buffer): boolean
}
// A reader of OpenSSH's files that is here anyway, as a dependency of the Docker client.
const { utils } = createRequire(createRequire(import.meta.url).resolve('docker-modem'))('ssh2') as {
  utils: { parseKey(text: string): ParsedKey }
}

test.each(['a', 'ab', 'abc', 'ana@carrel'])(
  'both halves are read as OpenSSH keys and belong together (%s)',
  (comment) => {
    const pair = newOpensshKey(comment)
    const [secret, open] = [utils.parseKey(pair.privateKey), utils.parseKey(pair.publicKey)]
    expect([secret.type, secret.comment]).toEqual(['ssh-ed25519', comment])
    expect(secret.getPublicSSH()).toEqual(open.getPublicSSH())
    const message = Buffer.from('hello')
    expect(open.verify(message, secret.sign(message))).toBe(true)
  },
)
