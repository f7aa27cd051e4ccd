import type { Socket } from 'node:net'
import { networkOf } from '../base/network-of.ts'

/** Half of all: a whole team behind one address has enough, and who opens them to hinder others leaves the other half. */
const mostOfOne = 4096

/** Connections of each address, of IPv6 each /64, that are open. */
export class ConnectionsOf {
  readonly #most: number
  readonly #counts = new Map<string, number>()

  constructor(most: number = mostOfOne) {
    this.#most = most
  }

  /** False: its address has as many as one may, and it was destroyed. */
  add(socket: Pick<Socket, 'remoteAddress' | 'once' | 'destroy'>): boolean {
    const address = networkOf(socket.remoteAddress ?? '')
    const count = this.#counts.get(address) ?? 0
    if (count >= this.#most) {
      socket.destroy()
      return false
    }
    this.#counts.set(address, count + 1)
    socket.once('close', () => {
      const left = (this.#counts.get(address) ?? 0) - 1
      if (left > 0) this.#counts.set(address, left)
      else this.#counts.delete(address)
    })
    return true
  }
}
