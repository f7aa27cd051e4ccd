// Whoever waits for something that goes on by itself is not sent away because the server starts again meanwhile.

import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError } from '../api-error.ts'
import { Unreachable } from './unreachable.ts'

const patienceMs = 180_000
const pauseMs = 500
const passing = new Set([429, 502, 503, 504])

/** `look`: what may be done again, such as a read. Throws what it throws, what passes only after three minutes of it. */
export async function lookPatiently<T>(look: () => Promise<T>): Promise<T> {
  for (const until = performance.now() + patienceMs; ; await sleep(pauseMs)) {
    try {
      return await look()
    } catch (error) {
      if (!isPassing(error) || performance.now() > until) throw error
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof ApiError ? passing.has(error.status) : error instanceof Unreachable && error.isPassing
}
