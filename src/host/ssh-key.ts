// The public key the first instance is made with: the person's own, or one made for the purpose in `admin/`.

import { chown, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paths } from '../config.ts'
import { isRoot, type Owner } from './owner.ts'
import { findCommand, runCommand } from './run-command.ts'

export interface SshKey {
  /** One line as in `authorized_keys`. */
  readonly publicKey: string
  /** Path to name with `ssh -i`; undefined: ssh finds it by itself. */
  readonly identityFile: string | undefined
}

const usualNames = ['id_ed25519', 'id_ecdsa', 'id_rsa']

/** Undefined: the person has no key and ssh is not installed here. */
export async function ensureSshKey(paths: Paths, owner: Owner): Promise<SshKey | undefined> {
  const made = join(paths.admin, 'id_ed25519')
  const candidates = [
    { path: made, identityFile: made },
    ...usualNames.map((name) => ({ path: join(owner.home, '.ssh', name), identityFile: undefined })),
  ]
  for (const { path, identityFile } of candidates) {
    const text = await readFile(`${path}.pub`, 'utf8').catch(() => '')
    if (/^(ssh|ecdsa)-\S+ \S+/.test(text)) return { publicKey: text.trim(), identityFile }
  }
  if ((await findCommand('ssh-keygen')) === undefined) return undefined
  await runCommand('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', `${owner.name}@carrel`, '-f', made])
  if (isRoot()) for (const path of [made, `${made}.pub`]) await chown(path, owner.uid, owner.gid)
  return { publicKey: (await readFile(`${made}.pub`, 'utf8')).trim(), identityFile: made }
}
