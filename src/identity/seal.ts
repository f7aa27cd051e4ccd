// Secrets at rest. Everything is derived from the master key, which is never in the database: who copies the database
// reads no token, no session and no private key, and cannot move a sealed value to another row.

import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'

export interface Sealer {
  /** AES-256-GCM. `context` names the place the value belongs to; it opens nowhere else. */
  seal(plain: string, context: string): string
  /** Throws when the value was altered or belongs to another context. */
  open(sealed: string, context: string): string
  /** HMAC-SHA256 in base64url: the same for the same input, and no way back. */
  digest(value: string): string
  /** 32 bytes for one purpose, in base64url. */
  derive(purpose: string): string
}

const version = 'v1.'
const nonceBytes = 12
const tagBytes = 16

export function createSealer(masterKey: Buffer): Sealer {
  const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', masterKey, '', `carrel/${purpose}`, 32))
  const [sealKey, digestKey] = [keyFor('seal'), keyFor('digest')]
  return {
    seal(plain, context) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return version + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed, context) {
      if (!sealed.startsWith(version)) throw new Error('Not a sealed value')
      const bytes = Buffer.from(sealed.slice(version.length), 'base64url')
      const [nonce, rest] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes)]
      const decipher = createDecipheriv('aes-256-gcm', sealKey, nonce, { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(context)).setAuthTag(rest.subarray(0, tagBytes))
      return Buffer.concat([decipher.update(rest.subarray(tagBytes)), decipher.final()]).toString('utf8')
    },
    digest: (value) => createHmac('sha256', digestKey).update(value).digest('base64url'),
    derive: (purpose) => keyFor(purpose).toString('base64url'),
  }
}

/** For secrets of 256 random bits, where a slow hash would only cost time. Hexadecimal. */
export function sha256(value: string): string {
  return createHash('sha256').update(value).digest('hex')
}
