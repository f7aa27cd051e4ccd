// Channel `term`: opens with one line that names a session; the session is met again or made.

import type { Socket } from 'node:net'
import { preferWhenMemoryEnds } from './app.ts'
import { type BootConfig, homeOf } from './boot-config.ts'
import { asUser, userEnvironment } from './environment.ts'
import type { Exit } from './exits.ts'
import { readLine } from './handshake.ts'
import { TerminalSession } from './terminal-session.ts'
import { shellOf } from './user.ts'

const maxSessions = 32
const openingMs = 5000

export class Terminals {
  readonly #config: BootConfig
  readonly #onExit: (exit: Omit<Exit, 'bootId'>) => void
  readonly #sessions = new Map<string, TerminalSession>()

  constructor(config: BootConfig, onExit: (exit: Omit<Exit, 'bootId'>) => void) {
    this.#config = config
    this.#onExit = onExit
  }

  async open(socket: Socket): Promise<void> {
    const timer = setTimeout(() => socket.destroy(), openingMs)
    try {
      const { session, cols, rows } = JSON.parse(await readLine(socket)) as Record<string, unknown>
      if (typeof session !== 'string' || !/^[A-Za-z0-9-]{1,64}$/.test(session)) throw new Error('no session named')
      const size = { cols: Number(cols), rows: Number(rows) }
      const existing = this.#sessions.get(session) ?? (await this.#start(session))
      existing.attach(socket, size)
    } catch (error) {
      console.error(`terminal: ${String(error)}`)
      socket.destroy()
    } finally {
      clearTimeout(timer)
    }
  }

  stop(signal: NodeJS.Signals): void {
    for (const session of this.#sessions.values()) session.kill(signal)
  }

  async #start(name: string): Promise<TerminalSession> {
    // Loaded when first wanted: it costs the start of a node a few milliseconds.
    const { spawn } = await import('@lydell/node-pty')
    const sameTime = this.#sessions.get(name)
    if (sameTime !== undefined) return sameTime
    this.#makeRoom()
    const { uid } = this.#config.user
    const prefix = asUser(uid)
    const [command = '/bin/sh', ...args] = [...(prefix ?? []), shellOf(), '-l']
    const startedAt = performance.now()
    const pty = spawn(command, args, {
      name: 'xterm-256color',
      cwd: homeOf(this.#config.user),
      env: { ...userEnvironment(this.#config), COLORTERM: 'truecolor' },
      encoding: null,
      ...(prefix === undefined ? { uid, gid: uid } : {}),
    })
    preferWhenMemoryEnds(pty.pid)
    const session = new TerminalSession(pty, ({ exitCode, signal }) => {
      this.#sessions.delete(name)
      const ranMs = Math.round(performance.now() - startedAt)
      this.#onExit({
        name: `term:${name}`,
        pid: pty.pid,
        code: exitCode,
        signal: signal ? String(signal) : null,
        ranMs,
      })
    })
    this.#sessions.set(name, session)
    return session
  }

  /** The oldest session nobody looks at makes way; when all are looked at, there is no more room. */
  #makeRoom(): void {
    if (this.#sessions.size < maxSessions) return
    const [name, session] = [...this.#sessions].find(([, candidate]) => !candidate.isWatched) ?? []
    if (name === undefined || session === undefined) throw new Error(`more than ${maxSessions} terminals`)
    this.#sessions.delete(name)
    session.kill('SIGHUP')
  }
}
