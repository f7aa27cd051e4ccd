import { type FileHandle, lstat, open } from 'node:fs/promises'
import { ConfinedPathError } from './confined-path-error.ts'
import { below, itself, openFlags } from './descriptor-path.ts'

/** Opens the folder a checked path names, component by component and through no link. The caller closes it. */
export async function walk(root: FileHandle, path: readonly string[]): Promise<FileHandle> {
  let folder = await open(itself(root), openFlags.again)
  for (const name of path) {
    const parent = folder
    try {
      folder = await open(below(parent, name), openFlags.folder)
    } catch (error) {
      throw (await isLink(parent, name)) ? new ConfinedPathError('Outside', path, error) : error
    } finally {
      await parent.close()
    }
  }
  return folder
}

/** For the message alone: that nothing was opened is decided already. */
async function isLink(parent: FileHandle, name: string): Promise<boolean> {
  const found = await lstat(below(parent, name)).catch(() => undefined)
  return found?.isSymbolicLink() === true
}
