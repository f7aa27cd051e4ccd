// A person at a terminal of their own: `carrel` with a configuration folder and a home nobody else has, and nothing of
// this machine's settings for Carrel or Azure.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ended } from './carrel-command.ts'
import { carrel } from './product.ts'

export interface CliUser extends AsyncDisposable {
  /** `HOME`; the configuration lies in `config`. */
  readonly home: string
  readonly config: string
  readonly env: NodeJS.ProcessEnv
  carrel(...args: string[]): Promise<Ended>
  /** Answers at once: what it says and how it ends come later. */
  start(args: readonly string[], input?: string): RunningCli
}

export interface RunningCli {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** The first match in what was said. Throws when the command ends without it. */
  untilSaid(pattern: RegExp, stream?: 'stdout' | 'stderr'): Promise<RegExpExecArray>
}

export async function openCliUser(environment: Readonly<Record<string, string>> = {}): Promise<CliUser> {
  const home = await mkdtemp(join(tmpdir(), 'carrel-cli-'))
  const config = join(home, 'config')
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(CARREL_(?!CACHE)|AZURE_|XDG_|SSH_|DISPLAY|BROWSER)/.test(name),
  )
  const env = {
    ...Object.fromEntries(own),
    CARREL_CACHE:
      process.env['CARREL_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'carrel'),
    CARREL_CONFIG_DIR: config,
    HOME: home,
    ...environment,
  }
  const start: CliUser['start'] = (args, input) => run(args, env, input)
  return {
    home,
    config,
    env,
    start,
    carrel: (...args) => start(args).ended,
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  }
}

function run(args: readonly string[], env: NodeJS.ProcessEnv, input = ''): RunningCli {
  const child = spawn(carrel, args, { stdio: ['pipe', 'pipe', 'pipe'], env })
  child.stdin.end(input)
  const said = { stdout: '', stderr: '' }
  const watchers = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      said[name] += chunk
      for (const watcher of watchers) watcher()
    })
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...said }))
  })
  const untilSaid: RunningCli['untilSaid'] = (pattern, stream = 'stderr') =>
    new Promise((resolve, reject) => {
      const watcher = () => {
        const match = pattern.exec(said[stream])
        if (match) resolve(match)
      }
      watchers.add(watcher)
      ended.then(() => reject(new Error(`ended without saying ${pattern}: ${JSON.stringify(said)}`)), reject)
      return watcher()
    })
  return { child, ended, untilSaid }
}
