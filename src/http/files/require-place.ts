import { checkPath } from '../../share/check-path.ts'
import type { ConfinedFolder, ConfinedPath } from '../../share/confined-folder.ts'
import { ConfinedPathError } from '../../share/confined-path-error.ts'

/** Throws what writing a file there would, before its bytes are sent rather than after. */
export async function requirePlace(share: ConfinedFolder, path: ConfinedPath, mayReplace: boolean): Promise<void> {
  checkPath(path)
  if (path.length === 0) throw new ConfinedPathError('InvalidName', path)
  const found = await share.stat(path).catch((error: unknown) => {
    if (error instanceof ConfinedPathError && error.code === 'NotFound') return undefined
    throw error
  })
  if (found?.kind === 'folder') throw new ConfinedPathError('NotAFile', path)
  if (found !== undefined && !mayReplace) throw new ConfinedPathError('Exists', path)
}
