// The account an installation belongs to: who ran the command, also behind sudo. The privileged part makes files for it.

import { stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { sep } from 'node:path'
import { runCommand } from './run-command.ts'

export interface Owner {
  readonly uid: number
  readonly gid: number
  readonly name: string
  readonly home: string
}

/**
 * Whom an existing data folder belongs to; a new one, behind sudo, the account that called, if it asked for the rights or
 * the folder will lie in its home.
 */
export async function ownerOf(dataFolder: string): Promise<Owner> {
  const folder = await stat(dataFolder).catch(() => undefined)
  const present = folder === undefined ? undefined : await findAccount(String(folder.uid))
  if (present !== undefined) return present
  const self = userInfo()
  const sudoUid = process.env['SUDO_UID']
  const caller = self.uid === 0 && sudoUid !== undefined ? await findAccount(sudoUid) : undefined
  if (caller !== undefined && (isElevated() || dataFolder.startsWith(caller.home + sep))) return caller
  return { uid: self.uid, gid: self.gid, name: self.username, home: self.homedir }
}

/** True in the part that was started again through sudo. */
export function isElevated(): boolean {
  return process.env['CARREL_ELEVATED'] === '1'
}

export function isRoot(): boolean {
  return process.geteuid?.() === 0
}

/** By name or number, wherever the system keeps its accounts. */
export async function findAccount(nameOrId: string): Promise<Owner | undefined> {
  const line = await runCommand('getent', ['passwd', nameOrId]).catch(() => '')
  const [name, , uid, gid, , home] = line.trim().split(':')
  return name === undefined || name === '' || home === undefined
    ? undefined
    : { name, uid: Number(uid), gid: Number(gid), home }
}
