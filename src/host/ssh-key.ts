// The public key the first instance is made with: the person's own, or one made for the purpose in `admin/`.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paths } from '../config.ts'
import { writeOwnersFile } from './data-folder.ts'
import { newOpensshKey } from './openssh-key.ts'
import type { Owner } from './owner.ts'

export interface SshKey {
  /** One line as in `authorized_keys`. */
  readonly publicKey: string
  /** Path to name with `ssh -i`; undefined: ssh finds it by itself. */
  readonly identityFile: string | undefined
}

const usualNames = ['id_ed25519', 'id_ecdsa', 'id_rsa']

export async function ensureSshKey(paths: Paths, owner: Owner): Promise<SshKey> {
  const made = join(paths.admin, 'id_ed25519')
  const candidates = [
    { path: made, identityFile: made },
    ...usualNames.map((name) => ({ path: join(owner.home, '.ssh', name), identityFile: undefined })),
  ]
  for (const { path, identityFile } of candidates) {
    const text = await readFile(`${path}.pub`, 'utf8').catch(() => '')
    if (/^(ssh|ecdsa)-\S+ \S+/.test(text)) return { publicKey: text.trim(), identityFile }
  }
  const { publicKey, privateKey } = newOpensshKey(`${owner.name}@carrel`)
  await writeOwnersFile(made, privateKey, owner)
  await writeOwnersFile(`${made}.pub`, `${publicKey}\n`, owner)
  return { publicKey, identityFile: made }
}
