// The keys of an instance, in a file of its own, as the API told them: no address is trusted on first sight, and an
// instance that was made anew under its old name gives no alarm.

import { mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeWhole } from '../../base/write-whole.ts'
import type { Environment } from '../session/find-target.ts'
import { configFolder } from '../session/profile-files.ts'
import type { SshTarget } from './ssh-target.ts'

/** Answers the file. Where the API told no keys, OpenSSH keeps there what it sees first. */
export async function keepHostKeys({ alias, hostKeys }: SshTarget, env: Environment): Promise<string> {
  const file = join(configFolder(env), 'ssh', 'hosts', alias)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  if (hostKeys.length > 0) await writeWhole(file, hostKeys.map((key) => `${alias} ${key}\n`).join(''), { mode: 0o600 })
  else if (!(await stat(file).catch(() => undefined))) await writeWhole(file, '', { mode: 0o600 })
  return file
}
