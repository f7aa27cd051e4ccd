import { BoundedLooks } from './bounded-looks.ts'
import { guardedFolders } from './guarded-folders.ts'
import { type HostFolder, openHostFolder } from './open-host-folder.ts'
import type { PublishedFolders } from './published-folders.ts'

/** For machines that are only played: folders are looked at as ever, and mounted nowhere. */
export function simulatedFolders({ own }: { readonly own: readonly string[] }): PublishedFolders {
  const looks = new BoundedLooks()
  const ready = new Set<string>()
  const look = (folder: HostFolder) =>
    looks.at(folder.path, async () => {
      // Nobody is root in what nothing is mounted in.
      const found = await openHostFolder(folder, { guarded: guardedFolders(own), isUnprivileged: async () => true })
      await found.handle.close()
      return found.identity
    })
  return {
    look,
    async publish(key, folder) {
      ready.delete(key)
      const identity = await look(folder)
      ready.add(key)
      return identity
    },
    async withdraw(key) {
      ready.delete(key)
    },
    ready: async () => ready,
  }
}
