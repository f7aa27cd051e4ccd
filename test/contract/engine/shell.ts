// Runs commands in a node the way a person with a key does: the ssh program, through the engine's channel.

import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../../../src/engine/engine.ts'
import { connected } from './steps.ts'

export interface SshKey extends AsyncDisposable {
  readonly publicKey: string
  readonly path: string
}

export async function makeSshKey(): Promise<SshKey> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-key-'))
  const path = join(folder, 'id')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path], { stdio: 'ignore' })
  return {
    path,
    publicKey: (await readFile(`${path}.pub`, 'utf8')).trim(),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

export interface CommandResult {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** Of a machine of which `ssh` has never heard. */
export async function runInNode(
  engine: Engine,
  login: { key: string; identity: SshKey; user?: string },
  command: string,
): Promise<CommandResult> {
  const server = createServer({ allowHalfOpen: true }, async (client) => {
    client.on('error', () => client.destroy())
    try {
      const node = await connected(engine, login.key, 'ssh')
      node.on('error', () => client.destroy())
      client.on('close', () => node.destroy())
      client.pipe(node)
      node.pipe(client)
    } catch {
      client.destroy()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'BatchMode=yes', 'LogLevel=ERROR']
  try {
    return await new Promise((resolve) => {
      const args = [
        '-F',
        'none',
        '-p',
        String(port),
        '-i',
        login.identity.path,
        ...options.flatMap((each) => ['-o', each]),
      ]
      const target = `${login.user ?? 'azureuser'}@127.0.0.1`
      execFile('ssh', [...args, target, command], (error, output, errors) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 255, output, errors })
      })
    })
  } finally {
    server.close()
  }
}
