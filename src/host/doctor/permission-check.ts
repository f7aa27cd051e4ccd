// Who may read what must stay secret: the keys, and what the administrator signs in with.

import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paths } from '../../config.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'

export async function permissionCheck(paths: Paths): Promise<Diagnosis> {
  const folders = [paths.data, paths.admin, paths.volumes]
  const secrets = [paths.masterKey, paths.channelKey, paths.config, paths.database, join(paths.tls, 'ca-key.pem')]
  const admin = await readdir(paths.admin).catch(() => [])
  const files = [
    ...secrets,
    join(paths.tls, 'server-key.pem'),
    ...admin.filter((name) => !name.endsWith('.pub')).map((name) => join(paths.admin, name)),
  ]
  const open = (await Promise.all([...folders, ...files].map(isOpenToOthers))).flat()
  if (open.length === 0) return diagnosis.ok('secrets', 'closed to other accounts')
  return diagnosis.fail('secrets', `open to other accounts: ${open.join(', ')}`, `chmod go= ${open.join(' ')}`)
}

/** The path, if so. What is not there, or cannot be looked at, is open to nobody we know of. */
async function isOpenToOthers(path: string): Promise<string[]> {
  const entry = await stat(path).catch(() => undefined)
  return entry !== undefined && (entry.mode & 0o077) !== 0 ? [path] : []
}
