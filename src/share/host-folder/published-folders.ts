// Folders of the host that machines may see, as those who decide about them see it. Each has a key and stands ready for
// machines under it, or does not; what is true is looked up each time.

import type { HostFolder } from './open-host-folder.ts'

export interface PublishedFolders {
  /** What the folder is now: another text, another folder. Changes nothing. Throws HostFolderFault. */
  look(folder: HostFolder): Promise<string>
  /**
   * Makes it ready, in place of what stood under the key; answers as `look`. After a HostFolderFault nothing is ready,
   * unless the folder did not answer: then all is as it was.
   */
  publish(key: string, folder: HostFolder): Promise<string>
  /** Absent is success; the folder itself is never touched. */
  withdraw(key: string): Promise<void>
  /** Keys of those that are ready. */
  ready(): Promise<ReadonlySet<string>>
}
