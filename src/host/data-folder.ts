// Folders and keys of an installation, each with the owner and mode its readers need: the data folder and `admin/` belong
// to the person who installed it, everything else to root.

import { randomBytes } from 'node:crypto'
import { access, chmod, chown, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeWhole } from '../base/write-whole.ts'
import type { Paths } from '../config.ts'
import { isRoot, type Owner } from './owner.ts'

export interface DataFolderOptions {
  readonly paths: Paths
  readonly owner: Owner
  /** Group of the gateway's account; undefined where there is none, because nothing runs as root. */
  readonly gatewayGid: number | undefined
}

/** Idempotent: modes and owners are put right again, keys are never replaced. */
export async function ensureDataFolder({ paths, owner, gatewayGid }: DataFolderOptions): Promise<void> {
  await ensureFolder(paths.data, 0o700, owner)
  await ensureFolder(paths.admin, 0o700, owner)
  const root = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 }
  for (const folder of [dirname(paths.masterKey), paths.volumes]) await ensureFolder(folder, 0o700, root)
  for (const folder of [paths.tls, paths.supervisor]) await ensureFolder(folder, 0o755, root)
  // Who installed it may follow the logs without rights.
  await ensureFolder(paths.logs, 0o750, { uid: root.uid, gid: owner.gid })
  // Everybody who may enter the data folder may look for known process ids here; sockets have modes of their own.
  await ensureFolder(paths.run, 0o751, { uid: root.uid, gid: gatewayGid ?? root.gid })
  for (const key of [paths.masterKey, paths.channelKey]) await ensureKey(key)
}

/** A file of the person who installed it, 0600: as it was or as it is to be, whenever this is cut off. */
export async function writeOwnersFile(path: string, text: string, owner: Owner): Promise<void> {
  await writeWhole(path, text, { mode: 0o600, owner: isRoot() ? owner : undefined })
}

async function ensureFolder(path: string, mode: number, owner: { uid: number; gid: number }): Promise<void> {
  await mkdir(path, { recursive: true, mode })
  await chmod(path, mode)
  if (isRoot()) await chown(path, owner.uid, owner.gid)
}

async function ensureKey(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (!isThere) await writeWhole(path, randomBytes(32), { mode: 0o600 })
}
