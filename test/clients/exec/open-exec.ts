// `carrel exec` as one person uses it: a home of their own, and nothing of this process's variables but the path.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { carrel, type Product } from '../../support/product.ts'
import { cacheFolder } from '../python/cache-folder.ts'

export interface ExecEnded {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface ExecOptions {
  /** Of `exec` itself. */
  readonly options?: readonly string[]
  /** Added to the caller's variables. */
  readonly env?: Readonly<Record<string, string>>
  /** Called with the process of `exec` as soon as the command has written something. */
  onOutput?(child: ChildProcess): void
}

export interface Exec extends AsyncDisposable {
  readonly home: string
  run(command: readonly string[], options?: ExecOptions): Promise<ExecEnded>
  /** What the command printed as JSON; undefined when it printed nothing. Throws with what it said when it failed. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what a program printed
  json(command: readonly string[], options?: ExecOptions): Promise<any>
}

export async function openExec({ data }: Product): Promise<Exec> {
  const home = await mkdtemp(join(tmpdir(), 'carrel-home-'))
  const run: Exec['run'] = async (command, { options = [], env = {}, onOutput } = {}) => {
    const child = spawn(carrel, ['exec', '--data', data, ...options, '--', ...command], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Without a terminal, whatever the tests have: there, what Ctrl-C sends is left to the command.
      detached: true,
      // Another folder for temporary files, so that what is left behind is seen.
      env: { PATH: process.env['PATH'], CARREL_CACHE: cacheFolder, HOME: home, TMPDIR: home, ...env },
    })
    if (onOutput !== undefined) child.stdout.once('data', () => onOutput(child))
    const ended = new Promise<Pick<ExecEnded, 'code' | 'signal'>>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => resolve({ code, signal }))
    })
    const [stdout, stderr, how] = await Promise.all([text(child.stdout), text(child.stderr), ended])
    return { ...how, stdout, stderr }
  }
  return {
    home,
    run,
    async json(command, options) {
      const ended = await run(command, options)
      if (ended.code !== 0) throw new Error(`ended with ${ended.code ?? ended.signal}: ${ended.stderr}`)
      return ended.stdout.trim() === '' ? undefined : JSON.parse(ended.stdout)
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  }
}
