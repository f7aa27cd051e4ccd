// The Azure command line as one person uses it: a configuration of its own, and nothing of the machine's.

import { execFile } from 'node:child_process'
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
  /** With the secret of the principal made at set-up unless given another. */
  signIn(clientSecret?: string): Promise<unknown>
}

/** `python` is the environment's; `environment` is added to what every call gets. */
export async function openAz(
  python: string,
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
  const call: Az['call'] = async (...args) => {
    const command = ['-m', 'azure.cli', ...args, '--output', 'json']
    const { stdout } = await run(python, command, { env, maxBuffer: 1e8 })
    return stdout.trim() === '' ? undefined : JSON.parse(stdout)
  }
  return {
    call,
    signIn: (clientSecret = principal.clientSecret) =>
      call(
        ...['login', '--service-principal', '--username', principal.clientId],
        ...['--password', clientSecret, '--tenant', tenantId],
      ),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
