// What answers behind the channels of a simulated node: enough of Jupyter, of a terminal, of SSH and of the supervisor's
// control for everything above the engine to be tried without Docker. The handshake is the real one.

import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { acceptChannel } from '../accept-channel.ts'
import type { Endpoint, NodeConfig } from '../engine.ts'
import { type MemoryApp, memoryApp, memoryLab, memoryStatus } from './memory-apps.ts'
import type { MemoryJobs } from './memory-jobs.ts'
import type { MemorySetUp } from './memory-set-up.ts'
import { echoTerminal } from './memory-terminal.ts'

export interface MemoryNodeOptions {
  readonly key: Uint8Array
  readonly boot: { readonly bootId: string; readonly boot: number }
  readonly config: NodeConfig
  readonly setUp: MemorySetUp
  readonly jobs: MemoryJobs
  readonly offers: readonly string[]
  isReady(): boolean
}

export interface MemoryNode {
  readonly endpoint: Endpoint
  close(): Promise<void>
}

export async function startMemoryNode(options: MemoryNodeOptions): Promise<MemoryNode> {
  const sockets = new Set<Socket>()
  const doors = doorsOf(options)
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    void open(socket, options, doors)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A simulated machine must not keep the process alive.
  server.unref()
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    endpoint: { host: '127.0.0.1', port: address.port },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      for (const door of Object.values(doors)) door.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Doors {
  readonly lab: MemoryApp
  readonly control: MemoryApp
  readonly port: MemoryApp
}

function doorsOf(options: MemoryNodeOptions): Doors {
  return { lab: memoryLab(options.key), control: memoryStatus(options), port: memoryApp() }
}

async function open(socket: Socket, options: MemoryNodeOptions, doors: Doors): Promise<void> {
  const { apps, authorizedKeys } = options.config
  const has = (channel: string): boolean => {
    if (channel === 'control' || channel.startsWith('port:')) return true
    if (channel === 'rstudio') return options.offers.includes(channel)
    return channel === 'ssh' ? authorizedKeys !== undefined : apps.some((app) => app === channel)
  }
  const channel = await acceptChannel(socket, {
    key: options.key,
    refuse: (asked) =>
      has(asked) ? undefined : { code: 'NoSuchChannel', message: `This node has no channel ${asked}` },
  })
  if (channel === undefined) return
  if (channel === 'control') doors.control.take(socket)
  else if (channel === 'lab') doors.lab.take(socket)
  else if (channel === 'term') void echoTerminal(socket)
  else if (channel === 'ssh') socket.end('SSH-2.0-Carrel_memory\r\n')
  else doors.port.take(socket)
}
