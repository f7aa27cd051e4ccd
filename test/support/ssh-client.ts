// OpenSSH's own `ssh` and `scp` as a person uses them: one key, one list of known hosts, nothing of the machine's own
// settings.

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface SshAddress {
  readonly host: string
  readonly port: number
  readonly user: string
}

export interface SshOutcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface SshClient extends AsyncDisposable {
  readonly folder: string
  /** One line starting `ssh-rsa`. */
  readonly publicKey: string
  /** The same key as multi-line PEM. */
  readonly publicPem: string
  /** `identity`: another key of this folder. */
  ssh(address: SshAddress, command: string, options?: { readonly identity?: string }): Promise<SshOutcome>
  /** With a password and no key. */
  sshByPassword(address: SshAddress, command: string, password: string): Promise<SshOutcome>
  scp(address: SshAddress, copy: ScpCopy): Promise<SshOutcome>
  /** Another key in the folder; answers its name. */
  makeKey(name: string): Promise<string>
  /** What is known of hosts: known_hosts as it is. */
  knownHosts(): Promise<string>
}

export interface ScpCopy {
  /** A path here; one that starts with `:` is a path there. */
  readonly from: string
  readonly to: string
  /** The protocol of `rcp` in place of SFTP. */
  readonly isLegacy: boolean
}

export async function openSshClient(): Promise<SshClient> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-ssh-'))
  const makeKey = async (name: string) => {
    await run('ssh-keygen', ['-q', '-t', 'rsa', '-b', '3072', '-N', '', '-C', name, '-f', join(folder, name)])
    return name
  }
  await makeKey('id')
  const knownHosts = join(folder, 'known_hosts')
  const settings = (identity = 'id') => [
    ...['-F', 'none', '-i', join(folder, identity)],
    ...[
      'BatchMode=yes',
      'IdentitiesOnly=yes',
      `UserKnownHostsFile=${knownHosts}`,
      'StrictHostKeyChecking=accept-new',
      'ConnectTimeout=120',
    ].flatMap((setting) => ['-o', setting]),
  ]
  return {
    folder,
    publicKey: (await readFile(join(folder, 'id.pub'), 'utf8')).trim(),
    publicPem: (await run('ssh-keygen', ['-e', '-m', 'PKCS8', '-f', join(folder, 'id.pub')])).stdout,
    makeKey,
    knownHosts: () => readFile(knownHosts, 'utf8'),
    ssh: ({ host, port, user }, command, { identity } = {}) =>
      outcomeOf('ssh', [...settings(identity), '-p', String(port), `${user}@${host}`, command]),
    async sshByPassword({ host, port, user }, command, password) {
      const teller = join(folder, 'tell-password')
      await writeFile(teller, '#!/bin/sh\nprintf %s "$TOLD_PASSWORD"\n', { mode: 0o700 })
      const env = { ...process.env, SSH_ASKPASS: teller, SSH_ASKPASS_REQUIRE: 'force', TOLD_PASSWORD: password }
      const only = ['BatchMode=no', 'PubkeyAuthentication=no', 'NumberOfPasswordPrompts=1'].flatMap((each) => [
        '-o',
        each,
      ])
      return outcomeOf('ssh', [...only, ...settings(), '-p', String(port), `${user}@${host}`, command], env)
    },
    scp({ host, port, user }, { from, to, isLegacy }) {
      const paths = [from, to].map((path) => (path.startsWith(':') ? `${user}@${host}${path}` : path))
      return outcomeOf('scp', [...settings(), ...(isLegacy ? ['-O'] : []), '-P', String(port), ...paths])
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

async function outcomeOf(program: string, args: readonly string[], env = process.env): Promise<SshOutcome> {
  try {
    return { code: 0, ...(await run(program, args, { env })) }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, stdout, stderr }
  }
}
