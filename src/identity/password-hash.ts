// Passwords are kept as argon2id in a PHC string. At most two are computed at once: each takes 64 MiB and one of the
// four threads everything else in the process shares; whoever waits behind too many others is told to come back.

import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { ArmError } from '../base/errors.ts'

const current = { memory: 65_536, passes: 3, parallelism: 1 }
const tagLength = 32
const maxAtOnce = 2
const maxWaiting = 50
const argon2id = promisify((parameters: Argon2Parameters, done: (error: Error | null, hash: Buffer) => void) =>
  argon2('argon2id', parameters, done),
)

export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await compute(password, nonce, current)
  const { memory, passes, parallelism } = current
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`
}

/** Undefined compares with a hash nothing matches, and takes as long: a stranger cannot tell which names exist. */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const { cost, nonce, tag } = parse(hash ?? dummy)
  return timingSafeEqual(await compute(password, nonce, cost), tag) && hash !== undefined
}

/** True: made with other parameters than today's; hash again while the password is at hand. */
export function isOutdatedHash(hash: string): boolean {
  const { memory, passes, parallelism } = parse(hash).cost
  return memory !== current.memory || passes !== current.passes || parallelism !== current.parallelism
}

const dummy = `$argon2id$v=19$m=65536,t=3,p=1$${unpadded(randomBytes(16))}$${unpadded(randomBytes(tagLength))}`
const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

function parse(hash: string): { cost: typeof current; nonce: Buffer; tag: Buffer } {
  const [, memory, passes, parallelism, nonce = '', tag = ''] = phc.exec(hash) ?? []
  if (memory === undefined) throw new Error('A password hash is not argon2id')
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    nonce: Buffer.from(nonce, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}

let running = 0
const waiting: (() => void)[] = []

async function compute(password: string, nonce: Buffer, cost: typeof current): Promise<Buffer> {
  if (running >= maxAtOnce) {
    if (waiting.length >= maxWaiting) {
      throw new ArmError(429, 'TooManyRequests', 'Too many sign-ins at once.', { headers: { 'Retry-After': '5' } })
    }
    await new Promise<void>((turn) => waiting.push(turn))
  } else {
    running++
  }
  try {
    return await argon2id({ message: password.normalize('NFC'), nonce, tagLength, ...cost })
  } finally {
    // The turn is handed over, not given up: nobody slips in between.
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}
