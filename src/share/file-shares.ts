// Where the files of shares lie, for those who open them from the server: the share itself, and beside it, where no node
// sees them, the uploads that are not yet whole. Both on one mount, so that an upload takes its place by a rename.

import { chmod, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ConfinedFolder, openConfined } from './confined-folder.ts'
import { openIfThere } from './open-if-there.ts'
import type { Owner } from './write-file.ts'

export interface FileShares {
  /** Made when it is not there. The caller disposes. */
  open(key: string): Promise<ConfinedFolder>
  /** As `open`. */
  openUploads(key: string): Promise<ConfinedFolder>
  /** The share, if nobody else has removed it, and what was being uploaded to it. Absent is success. */
  remove(key: string): Promise<void>
  /** To whom files written from outside belong: the user of the nodes; undefined: the server's own. */
  readonly owner: Owner | undefined
}

export function fileShares({ volumes, owner }: { volumes: string; owner: Owner | undefined }): FileShares {
  return {
    owner,
    async open(key) {
      const path = folderIn(volumes, 'shares', key)
      await mkdir(join(volumes, 'shares'), { recursive: true, mode: 0o700 })
      // Open to every user of every node, as the engine makes it; the folder above keeps the host's users out.
      if ((await mkdir(path, { recursive: true })) !== undefined) await chmod(path, 0o777)
      return openConfined(path)
    },
    async openUploads(key) {
      const path = folderIn(volumes, 'uploads', key)
      await mkdir(path, { recursive: true, mode: 0o700 })
      return openConfined(path)
    },
    async remove(key) {
      for (const kind of ['shares', 'uploads'] as const) {
        await using parent = await openIfThere(dirname(folderIn(volumes, kind, key)))
        await parent?.removeTree([key])
      }
    },
  }
}

function folderIn(volumes: string, kind: 'shares' | 'uploads', key: string): string {
  if (!/^[a-z0-9]{1,64}$/.test(key)) throw new Error(`${JSON.stringify(key)} cannot name a share`)
  return join(volumes, kind, key)
}
