import type { AccessSource } from '../../access/authorize.ts'
import type { PublishedFolders } from '../../share/host-folder/published-folders.ts'

export interface DatastoreSettings {
  readonly folders: PublishedFolders
  readonly groupsOf: AccessSource['groupsOf']
}
