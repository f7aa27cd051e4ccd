import type { ConfinedFolder, ConfinedPath } from '../../share/confined-folder.ts'
import { ConfinedPathError } from '../../share/confined-path-error.ts'
import type { Owner } from '../../share/write-file.ts'

/** Makes the folders of a path that are missing. What is there and is none shows with the next step taken through it. */
export async function makeFolders(share: ConfinedFolder, path: ConfinedPath, owner: Owner | undefined): Promise<void> {
  for (let depth = 1; depth <= path.length; depth += 1) {
    await share.mkdir(path.slice(0, depth), { owner }).catch((error: unknown) => {
      if (!(error instanceof ConfinedPathError && error.code === 'Exists')) throw error
    })
  }
}
