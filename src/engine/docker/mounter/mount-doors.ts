// The doors at which nodes ask for something to be mounted: for each a socket in a folder that the node sees and cannot
// write. Nothing is read there: who comes is told where a mounter waits, or why there is none. Promise: bounded. A node has
// one mounter at a time, few that wait, and no more in a minute than anybody needs.

import { chmod, type FileHandle, open, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Clock } from '../../../base/clock.ts'
import type { Log } from '../../../base/log.ts'
import { below, openFlags } from '../../../share/descriptor-path.ts'
import type { MachineKey } from '../../engine.ts'

const socketName = 'ask'
const maxWaiting = 16
const maxAtOnce = 200
const oneMoreEachMs = 2000

export interface MountDoorsOptions {
  readonly clock: Clock
  readonly log: Log
  /** Sends for a mounter and answers when it has gone: why there was none, or undefined. */
  readonly serve: (key: MachineKey, tell: (name: string) => void) => Promise<string | undefined>
}

interface Door {
  readonly folder: FileHandle
  readonly server: Server
  turn: Promise<void>
  waiting: number
  /** How many it may still ask for, as of `at`. */
  left: number
  at: number
}

export class MountDoors {
  readonly #options: MountDoorsOptions
  readonly #doors = new Map<MachineKey, Promise<Door>>()

  constructor(options: MountDoorsOptions) {
    this.#options = options
  }

  /** Idempotent. What a server that was killed left in the folder is replaced. */
  async open(key: MachineKey, path: string): Promise<void> {
    const opening = this.#doors.get(key) ?? this.#listen(key, path)
    this.#doors.set(key, opening)
    await opening.catch((error: unknown) => {
      if (this.#doors.get(key) === opening) this.#doors.delete(key)
      throw error
    })
  }

  /** Nobody is let in any more; who has been told of a mounter keeps it. */
  async close(key: MachineKey): Promise<void> {
    const door = await this.#doors.get(key)?.catch(() => undefined)
    this.#doors.delete(key)
    if (door === undefined) return
    // Its file goes at once, while the folder is open; who is being served is not waited for.
    door.server.close()
    await door.folder.close()
  }

  async #listen(key: MachineKey, path: string): Promise<Door> {
    await rm(join(path, socketName), { force: true })
    const folder = await open(path, openFlags.folder)
    const server = createServer((socket) => void this.#answer(key, socket))
    const door = { folder, server, turn: Promise.resolve(), waiting: 0, left: maxAtOnce, at: this.#options.clock.now() }
    try {
      // A path of a socket has room for 107 bytes; a data folder may have more.
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(String(below(folder, socketName)), resolve)
      })
      await chmod(below(folder, socketName), 0o666)
    } catch (error) {
      server.close()
      await folder.close()
      throw error
    }
    server.unref()
    return door
  }

  async #answer(key: MachineKey, socket: Socket): Promise<void> {
    socket.on('error', () => socket.destroy()).resume()
    const door = await this.#doors.get(key)
    const say = (answer: object): void => void socket.end(`${JSON.stringify(answer)}\n`)
    if (door === undefined) return say({ error: 'this instance is being stopped' })
    if (door.waiting >= maxWaiting) return say({ error: 'too many ask at the same time; try again' })
    door.waiting += 1
    door.turn = door.turn
      .then(() => (socket.destroyed ? undefined : this.#serve(key, door, say)))
      .catch((err: unknown) => {
        this.#options.log.warn({ err, machine: key }, 'cannot send for a mounter')
        say({ error: 'it cannot be mounted now; the log of the server says why' })
      })
      .finally(() => {
        door.waiting -= 1
      })
  }

  async #serve(key: MachineKey, door: Door, say: (answer: object) => void): Promise<void> {
    const now = this.#options.clock.now()
    const earned = Math.floor((now - door.at) / oneMoreEachMs)
    door.left = Math.min(maxAtOnce, door.left + earned)
    door.at += earned * oneMoreEachMs
    if (door.left === 0)
      return say({ error: 'too much has been mounted and unmounted just now; try again in a minute' })
    door.left -= 1
    const refusal = await this.#options.serve(key, (socket) => say({ socket }))
    if (refusal !== undefined) say({ error: refusal })
  }
}
