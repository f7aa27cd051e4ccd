// The hash behind names that ARM derives: two lanes of 32 bits mixed as MurmurHash3 does. Equal input gives the same
// name everywhere, so a template deployed twice meets its own resources.

const mask = 0xffff_ffff
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const [c1, c2] = [0x239b961b, 0xab0e9789]

/** 13 characters of `a-z2-7`. */
export function uniqueString(text: string): string {
  let hash = hash64(text)
  let name = ''
  for (let index = 0; index < 13; index++) {
    name += alphabet[Number(hash >> 59n)] ?? ''
    hash = (hash << 5n) & 0xffff_ffff_ffff_ffffn
  }
  return name
}

/** Of the text in UTF-8. */
export function hash64(text: string): bigint {
  const bytes = Buffer.from(text)
  let [h1, h2] = [0, 0]
  let at = 0
  for (; at + 8 <= bytes.length; at += 8) {
    h1 = add(rotate(h1 ^ mixFirst(bytes.readUInt32LE(at)), 19), h2)
    h1 = add(Math.imul(h1, 5), 0x561ccd1b)
    h2 = add(rotate(h2 ^ mixSecond(bytes.readUInt32LE(at + 4)), 13), h1)
    h2 = add(Math.imul(h2, 5), 0x0bcaa747)
  }
  const tail = bytes.subarray(at)
  if (tail.length > 0) h1 ^= mixFirst(littleEndian(tail.subarray(0, 4)))
  if (tail.length > 4) h2 ^= mixSecond(littleEndian(tail.subarray(4)))
  h1 = add(h1 ^ bytes.length, h2 ^ bytes.length)
  h2 = add(h2 ^ bytes.length, h1)
  h1 = add(avalanche(h1), avalanche(h2))
  h2 = add(avalanche(h2), h1)
  return (BigInt(h2 >>> 0) << 32n) | BigInt(h1 >>> 0)
}

function mixFirst(word: number): number {
  return Math.imul(rotate(Math.imul(word, c1), 15), c2)
}

function mixSecond(word: number): number {
  return Math.imul(rotate(Math.imul(word, c2), 17), c1)
}

function avalanche(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

function add(left: number, right: number): number {
  return (left + right) & mask
}

function littleEndian(bytes: Buffer): number {
  return bytes.reduce((word, byte, index) => word | (byte << (8 * index)), 0)
}
