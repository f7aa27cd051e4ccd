// CI-32: a public key as one line starting `ssh-rsa`, or as multi-line PEM. Ed25519 and ECDSA lines are taken too.

import { createPublicKey, type JsonWebKey } from 'node:crypto'

const kinds = ['ssh-rsa', 'ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521']
const maxLength = 16 * 1024

/** One line sshd reads, without options and with a harmless comment; undefined when it is no public key. */
export function authorizedKey(text: string): string | undefined {
  if (text.length > maxLength) return undefined
  const trimmed = text.trim()
  return trimmed.startsWith('----') ? fromPem(trimmed) : fromLine(trimmed)
}

function fromLine(line: string): string | undefined {
  const [kind = '', body = '', ...comment] = line.split(/[ \t]+/)
  if (/[\r\n\0]/.test(line) || !kinds.includes(kind) || !/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return undefined
  const blob = Buffer.from(body, 'base64')
  const isWhole =
    blob.length > kind.length + 8 &&
    blob.readUInt32BE(0) === kind.length &&
    blob.toString('latin1', 4, 4 + kind.length) === kind
  return isWhole ? [kind, body, comment.join(' ').replaceAll(/[^\w@.+-]/g, '_')].join(' ').trim() : undefined
}

function fromPem(pem: string): string | undefined {
  try {
    if (pem.includes('SSH2 PUBLIC KEY')) return fromLine(`ssh-rsa ${rfc4716Body(pem)}`)
    if (pem.includes('PRIVATE')) return undefined
    const key = createPublicKey(pem)
    return key.asymmetricKeyType === 'rsa' ? rsaLine(key.export({ format: 'jwk' })) : undefined
  } catch {
    return undefined
  }
}

function rfc4716Body(pem: string): string {
  const lines = pem.replaceAll(/\\\r?\n/g, '').split(/\r?\n/)
  return lines.filter((line) => !line.startsWith('----') && !line.includes(':')).join('')
}

function rsaLine({ e = '', n = '' }: JsonWebKey): string {
  const blob = Buffer.concat([
    sized(Buffer.from('ssh-rsa')),
    sized(positive(Buffer.from(e, 'base64url'))),
    sized(positive(Buffer.from(n, 'base64url'))),
  ])
  return `ssh-rsa ${blob.toString('base64')}`
}

function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function positive(bytes: Buffer): Buffer {
  return (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes
}
