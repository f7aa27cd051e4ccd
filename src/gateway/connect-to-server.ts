// Connects to the server over its Unix socket. While the server restarts its socket is missing or refuses; this then
// tries again until the server is back or patience ends. Nothing has been sent meanwhile, so nothing is sent twice.

import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

export async function connectToServer(socketPath: string, patienceMs: number): Promise<Duplex> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return await connectOnce(socketPath)
    } catch (error) {
      if (!isAway(error) || performance.now() >= deadline) throw error
      await delay(retryMs)
    }
  }
}

const retryMs = 50

function connectOnce(path: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path, allowHalfOpen: true })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}

/** Also forbidden is away: a new socket is not yet ours for a moment. */
function isAway(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return ['ENOENT', 'ECONNREFUSED', 'EAGAIN', 'EACCES'].includes(code)
}
