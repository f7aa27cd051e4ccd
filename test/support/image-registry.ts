// A registry of images on this machine that gives nothing without a sign-in: Debian's `docker-registry`, with one user.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findCommand } from '../../src/host/run-command.ts'
import { freePort } from './free-port.ts'
import { until } from './product.ts'

const run = promisify(execFile)

export interface ImageRegistry extends AsyncDisposable {
  /** Host and port, as images are named by. */
  readonly host: string
  readonly username: string
  readonly password: string
}

/** Undefined: the program is not installed. */
export async function openImageRegistry(): Promise<ImageRegistry | undefined> {
  const program = await findCommand('docker-registry')
  if (program === undefined) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'carrel-registry-'))
  const host = `127.0.0.1:${await freePort()}`
  const [username, password] = ['team', 'a-word-for-the-registry']
  await writeFile(join(folder, 'users'), `${username}:${await hashed(password)}\n`, { mode: 0o600 })
  const config = {
    version: '0.1',
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'images') } },
    http: { addr: host },
    auth: { htpasswd: { realm: 'test', path: join(folder, 'users') } },
  }
  // What is JSON is YAML.
  await writeFile(join(folder, 'config.yml'), JSON.stringify(config))
  const child = spawn(program, ['serve', join(folder, 'config.yml')], { stdio: 'ignore' })
  await until(async () => ((await fetch(`http://${host}/v2/`)).status === 401 ? undefined : 'it asks for no sign-in'))
  return {
    ...{ host, username, password },
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      child.kill()
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** As the registry wants passwords: by bcrypt, which Debian's Perl has from the system. */
async function hashed(password: string): Promise<string> {
  const { stdout } = await run('perl', ['-e', `print crypt($ARGV[0], '$2b$05$${'a'.repeat(22)}')`, password])
  return stdout
}
