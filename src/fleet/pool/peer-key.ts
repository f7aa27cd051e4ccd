// The key pair by which the nodes of one cluster let each other in. It is made with the cluster and dies with it.

import { generateKeyPairSync } from 'node:crypto'

export interface PeerKey {
  /** PEM, as OpenSSH reads it. */
  readonly privateKey: string
  /** One line for `authorized_keys`. */
  readonly authorizedKey: string
}

const kind = 'ecdsa-sha2-nistp256'
const curve = 'nistp256'

export function newPeerKey(): PeerKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const blob = Buffer.concat([Buffer.from(kind), Buffer.from(curve), point].flatMap((part) => [lengthOf(part), part]))
  return {
    privateKey: privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
    authorizedKey: `${kind} ${blob.toString('base64')} cluster`,
  }
}

function lengthOf(part: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(part.length)
  return length
}
