// The Azure command line as one person uses it: a configuration of its own, and nothing of the machine's.

import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { UpFacts } from '../../support/product.ts'

const run = promisify(execFile)

export interface Az extends AsyncDisposable {
  /** What the command printed as JSON; undefined when it printed nothing. Throws with what it said when it failed. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what a program printed
  call(...args: readonly string[]): Promise<any>
  /** What a command printed whose output is no JSON; `--output` is among the arguments. */
  text(...args: readonly string[]): Promise<string>
  /** The command at work: what it says is looked at while it waits for a person. */
  start(...args: readonly string[]): RunningAz
  /** Where it keeps what it knows. */
  readonly configFolder: string
  /** With the secret of the principal made at set-up unless given another. */
  signIn(clientSecret?: string): Promise<unknown>
}

export interface RunningAz {
  /** The first match in what it has said so far or says later; throws when it ends without. */
  said(pattern: RegExp): Promise<RegExpExecArray>
  /** What it printed as JSON at its end; throws with what it said when it failed. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what a program printed
  readonly ended: Promise<any>
}

/** `python` is the environment's, or the command line that ends in it; `environment` is added to what every call gets. */
export async function openAz(
  python: string | readonly [string, ...string[]],
  { caFile, principal, tenantId }: UpFacts,
  environment: Readonly<Record<string, string>> = {},
): Promise<Az> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-az-'))
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    AZURE_CONFIG_DIR: join(folder, 'azure'),
    REQUESTS_CA_BUNDLE: caFile,
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    AZURE_CORE_COLLECT_TELEMETRY: 'no',
    AZURE_CORE_ONLY_SHOW_ERRORS: 'yes',
    ...environment,
  }
  const configFolder = env.AZURE_CONFIG_DIR
  const [file, ...before] = typeof python === 'string' ? [python] : python
  const command = (args: readonly string[]) => [...before, '-m', 'azure.cli', ...args, '--output', 'json']
  const call: Az['call'] = async (...args) => {
    const { stdout } = await run(file, command(args), { env, maxBuffer: 1e8 })
    return stdout.trim() === '' ? undefined : JSON.parse(stdout)
  }
  return {
    call,
    text: async (...args) => (await run(file, [...before, '-m', 'azure.cli', ...args], { env, maxBuffer: 1e8 })).stdout,
    start: (...args) => startAz(file, command(args), env),
    configFolder,
    signIn: (clientSecret = principal.clientSecret) =>
      call(
        ...['login', '--service-principal', '--username', principal.clientId],
        ...['--password', clientSecret, '--tenant', tenantId],
      ),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

function startAz(file: string, args: readonly string[], env: NodeJS.ProcessEnv): RunningAz {
  const child = spawn(file, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { out: '', said: '' }
  const listeners = new Set<() => void>()
  const hear = (kind: keyof typeof text) => (chunk: Buffer) => {
    text[kind] += chunk.toString('utf8')
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', hear('out'))
  child.stderr.on('data', hear('said'))
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve))
  const ended = closed.then((code) => {
    if (code !== 0) throw new Error(`az ended with ${code}: ${text.said}`)
    return text.out.trim() === '' ? undefined : JSON.parse(text.out)
  })
  ended.catch(() => undefined)
  return {
    ended,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(text.said)
          if (match !== null) resolve(match)
        }
        listeners.add(look)
        look()
        void closed.then(() => reject(new Error(`az ended and did not say ${pattern}: ${text.said}`)))
      }),
  }
}
