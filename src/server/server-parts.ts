import type { Kysely } from 'kysely'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Config, Secrets } from '../config.ts'
import type { Engine } from '../engine/engine.ts'
import type { ArmExchange } from '../http/arm-exchange.ts'
import type { ConfinedFolder } from '../share/confined-folder.ts'
import type { FileShares } from '../share/file-shares.ts'
import type { PublishedFolders } from '../share/host-folder/published-folders.ts'
import type { Store } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'

/** What a server is put together from; opened by whoever runs it. */
export interface ServerParts {
  readonly config: Config
  readonly secrets: Secrets
  readonly store: Store
  readonly db: Kysely<Tables>
  readonly engine: Engine
  readonly clock: Clock
  readonly log: Log
  /** The files of workspaces, to read and to write. */
  readonly files: FileShares
  /** Folders of the host that nodes may see. */
  readonly folders: PublishedFolders
  /** Deletes a workspace's files; absent is success. */
  removeShare(key: string): Promise<void>
  /** A workspace's files; undefined: it has had none yet. The caller disposes. Without it no workspace has any. */
  openShare?(key: string): Promise<ConfinedFolder | undefined>
  /** Told of every exchange at the ARM surface. */
  observe?(exchange: ArmExchange): void
}
