// A key pair for SSH, made in this page: the private half is downloaded and goes nowhere else.

export interface KeyPair {
  /** One line that begins with `ssh-rsa`. */
  readonly publicKey: string
  /** PKCS#8 in PEM, as `ssh -i` reads it. */
  readonly privateKey: string
}

export async function generateKeyPair(comment: string): Promise<KeyPair> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 3072,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const { n = '', e = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  const blob = joined([new TextEncoder().encode('ssh-rsa'), positive(fromBase64Url(e)), positive(fromBase64Url(n))])
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey))
  const lines = toBase64(pkcs8).match(/.{1,64}/g) ?? []
  return {
    publicKey: `ssh-rsa ${toBase64(blob)} ${comment}`,
    privateKey: ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n'),
  }
}

/** Each part behind its length in four bytes, as SSH writes keys. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0))
  const view = new DataView(whole.buffer)
  let at = 0
  for (const part of parts) {
    view.setUint32(at, part.length)
    whole.set(part, at + 4)
    at += 4 + part.length
  }
  return whole
}

/** A number whose first bit is set would be read as negative. */
function positive(number: Uint8Array): Uint8Array {
  return (number[0] ?? 0) < 0x80 ? number : new Uint8Array([0, ...number])
}

function fromBase64Url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
