// Listens where nodes want SSH and joins each connection to the node's `ssh` channel. Needs the server for nothing but to
// say that a port is taken, so forwards outlive its restarts. A node that is stopped keeps its address: whoever connects
// is hung up on.

import { createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Log } from '../base/log.ts'
import { joinStreams } from './join-streams.ts'
import type { SshWish } from './ssh-wishes.ts'

export interface SshListenersOptions {
  readonly log: Log
  /** Undefined: the node is not running. */
  openChannel(nodeKey: string): Promise<Duplex | undefined>
  onInput(label: string): void
  /** Somebody else listens there; resolves or not, it is said again while that is so. */
  onPortInUse(wish: SshWish): void
  /** Milliseconds, monotonic. */
  now(): number
}

interface Listener {
  wish: SshWish
  readonly address: string
  readonly server: Server
  readonly connections: Set<Socket>
  /** When to try again; undefined while it listens or is about to. */
  retryAt: number | undefined
}

export class SshListeners {
  readonly #options: SshListenersOptions
  readonly #listeners = new Map<string, Listener>()

  constructor(options: SshListenersOptions) {
    this.#options = options
  }

  /** Makes what is listened to what is wished for. */
  sync(wishes: ReadonlyMap<string, SshWish>): void {
    const freed = new Set<string>()
    for (const [nodeKey, listener] of this.#listeners) {
      const wish = wishes.get(nodeKey)
      if (wish === undefined || addressOf(wish) !== listener.address) {
        freed.add(listener.address)
        this.#close(nodeKey, listener)
      } else if (listener.retryAt !== undefined && listener.retryAt <= this.#options.now()) {
        this.#close(nodeKey, listener)
      }
    }
    for (const [nodeKey, wish] of wishes) {
      const listener = this.#listeners.get(nodeKey)
      if (listener !== undefined) listener.wish = wish
      // An address given up a moment ago is only free the next time.
      else if (!freed.has(addressOf(wish))) this.#listeners.set(nodeKey, this.#open(wish))
    }
  }

  close(): void {
    for (const [nodeKey, listener] of this.#listeners) this.#close(nodeKey, listener)
  }

  #open(wish: SshWish): Listener {
    const connections = new Set<Socket>()
    const server = createServer({
      allowHalfOpen: true,
      pauseOnConnect: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 30_000,
    })
    const listener: Listener = { wish, address: addressOf(wish), server, connections, retryAt: undefined }
    server.on('connection', (socket) => void this.#serve(socket, listener))
    server.on('error', (error) => {
      listener.retryAt = this.#options.now() + retryMs
      this.#options.log.warn({ err: error, address: listener.address }, 'cannot listen for SSH')
      if ('code' in error && error.code === 'EADDRINUSE') this.#options.onPortInUse(wish)
    })
    server.listen(wish.endpoint.port, wish.endpoint.host)
    return listener
  }

  async #serve(socket: Socket, { wish, connections }: Listener): Promise<void> {
    socket.on('error', () => {})
    if (connections.size >= maxConnections) {
      socket.destroy()
      return
    }
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
    try {
      const channel = await this.#options.openChannel(wish.nodeKey)
      // Said with a goodbye: a reset would leave the client guessing at the network.
      if (channel === undefined) return void socket.resume().end()
      channel.on('error', () => {})
      const { label } = wish
      const joined = joinStreams(socket, channel)
      if (label !== undefined) socket.on('data', () => this.#options.onInput(label))
      await joined
      socket.destroy()
    } catch (error) {
      this.#options.log.info({ err: error, node: wish.nodeKey }, 'no SSH to a node')
      socket.resume().end()
    }
  }

  #close(nodeKey: string, { server, connections }: Listener): void {
    this.#listeners.delete(nodeKey)
    server.close()
    for (const socket of connections) socket.destroy()
  }
}

const maxConnections = 64
const retryMs = 5000

function addressOf({ endpoint }: SshWish): string {
  return `${endpoint.host} ${endpoint.port}`
}
