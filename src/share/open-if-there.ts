import { type ConfinedFolder, openConfined } from './confined-folder.ts'
import { ConfinedPathError } from './confined-path-error.ts'

/** Undefined: there is no such folder. The caller disposes. */
export async function openIfThere(root: string): Promise<ConfinedFolder | undefined> {
  try {
    return await openConfined(root)
  } catch (error) {
    if (error instanceof ConfinedPathError && error.code === 'NotFound') return undefined
    throw error
  }
}
