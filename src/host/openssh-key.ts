// Makes a key pair in the form OpenSSH reads, without OpenSSH: the machine that runs Carrel may have no ssh of its own.

import { generateKeyPairSync, randomBytes } from 'node:crypto'

export interface OpensshKeyPair {
  /** One line as in `authorized_keys`, without a line break. */
  readonly publicKey: string
  /** An `OPENSSH PRIVATE KEY` file, not encrypted. */
  readonly privateKey: string
}

const kind = 'ssh-ed25519'
const blockBytes = 8
const lineLength = 70

export function newOpensshKey(comment: string): OpensshKeyPair {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const [seed, point] = [Buffer.from(d ?? '', 'base64url'), Buffer.from(x ?? '', 'base64url')]
  const publicBlob = Buffer.concat([field(kind), field(point)])
  // The same number twice: how a reader of an encrypted file tells whether the passphrase was right.
  const check = randomBytes(4)
  const secrets = [check, check, field(kind), field(point), field(Buffer.concat([seed, point])), field(comment)]
  const file = [Buffer.from('openssh-key-v1\0'), field('none'), field('none'), field(''), count(1), field(publicBlob)]
  const text = Buffer.concat([...file, field(padded(Buffer.concat(secrets)))]).toString('base64')
  const lines = text.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []
  return {
    publicKey: `${kind} ${publicBlob.toString('base64')} ${comment}`,
    privateKey: ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n'),
  }
}

function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([count(bytes.length), bytes])
}

function count(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** With 1, 2, 3 … up to a whole block. */
function padded(bytes: Buffer): Buffer {
  const missing = (blockBytes - (bytes.length % blockBytes)) % blockBytes
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))])
}
