// Runs the same command once more with root's rights, in the same terminal, after saying what for.

import { type ChildProcess, spawn } from 'node:child_process'
import { findCommand, systemPath } from './run-command.ts'
import { StepFailure } from './step-failure.ts'

/** What the privileged part needs to know of this one; nothing else of the environment goes along. */
const passedOn = [
  'CARREL_CACHE',
  'CARREL_LAUNCHER',
  'CARREL_LOG_LEVEL',
  'DOCKER_HOST',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'LANG',
  'NODE_EXTRA_CA_CERTS',
  'NO_PROXY',
  'PIP_EXTRA_INDEX_URL',
  'PIP_INDEX_URL',
  'PIP_TRUSTED_HOST',
  'SSH_CONNECTION',
  'SSL_CERT_FILE',
  'TERM',
  'https_proxy',
  'http_proxy',
  'no_proxy',
]

export interface ElevateOptions {
  /** Absolute: root's home is another one. */
  readonly dataFolder: string
  readonly reason: string
  readonly say: (line: string) => void
}

/** The exit code of the privileged part. */
export async function elevate({ dataFolder, reason, say }: ElevateOptions): Promise<number> {
  const sudo = await findCommand('sudo')
  if (sudo === undefined) throw new StepFailure('this needs root, and there is no sudo', 'run it as root')
  say(`Rights are needed once: ${reason}`)
  const kept = passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [`${name}=${process.env[name]}`]))
  const environment = [...kept, `PATH=${systemPath()}`, 'CARREL_ELEVATED=1']
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1), '--data', dataFolder]
  let child: ChildProcess | undefined
  // sudo hands the terminal's signals to the privileged part, which ends in its own time. Before it is started: what came
  // in between would end this part and leave the other alone.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child?.kill('SIGTERM'))
  const started = spawn(sudo, ['--', 'env', ...environment, ...command], { stdio: 'inherit' })
  child = started
  return new Promise((resolve, reject) => {
    started.once('error', reject)
    started.once('close', (code) => resolve(code ?? 1))
  })
}
