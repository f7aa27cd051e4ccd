// A UUID made from a name (RFC 9562, version 5) in ARM's namespace: the same name gives the same UUID everywhere.

import { createHash } from 'node:crypto'

const namespace = '11fb06fb712d4ddd98c7e71bbd588830'

export function nameBasedGuid(name: string): string {
  const hash = createHash('sha1').update(Buffer.from(namespace, 'hex')).update(name).digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = hash.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
