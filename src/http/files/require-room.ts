import { ArmError } from '../../base/errors.ts'
import type { ConfinedFolder } from '../../share/confined-folder.ts'

/** Left alone, so that the database and the nodes go on when somebody fills the disk. */
const reserveBytes = 64 * 1024 * 1024

/** Bytes that may be written now. Throws 507 when `wanted` are more. */
export async function requireRoom(folder: ConfinedFolder, wanted = 0): Promise<number> {
  const room = Math.max(0, (await folder.freeBytes()) - reserveBytes)
  if (wanted <= room && room > 0) return room
  throw new ArmError(
    507,
    'InsufficientStorage',
    `There is room for ${room} bytes, and ${wanted} are to be written. Nothing that was there is lost. Delete files or ask whoever runs Carrel for room, then go on.`,
  )
}
