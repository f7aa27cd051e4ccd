// Folders of the host come and go without anybody telling: every few seconds each published one is looked at, and what
// differs from its row makes the row due. What stands ready for no row goes.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { type DatastoreRecord, datastoreInNodes, datastoreKey, datastoreType } from '../fleet/datastores.ts'
import { type NodeRecord, nodeType } from '../fleet/fleet.ts'
import { HostFolderFault } from '../share/host-folder/host-folder-fault.ts'
import type { PublishedFolders } from '../share/host-folder/published-folders.ts'
import type { Store } from '../store/store.ts'

export interface DatastoreSweepOptions {
  readonly store: Store
  readonly folders: PublishedFolders
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  nudge(): void
}

const periodMs = 5_000

export function startDatastoreSweeps(options: DatastoreSweepOptions): void {
  const { log, signal } = options
  const loop = async () => {
    while (!signal.aborted) {
      await sweepDatastores(options).catch((err: unknown) => log.warn({ err }, 'the datastores could not be swept'))
      await sleep(periodMs, undefined, { signal }).catch(() => undefined)
    }
  }
  loop().catch((err: unknown) => log.error({ err }, 'the sweep of datastores ended'))
}

/** Keys of the rows that were made due. */
export async function sweepDatastores(
  options: Pick<DatastoreSweepOptions, 'store' | 'folders' | 'clock' | 'nudge'>,
): Promise<string[]> {
  const { store, folders, clock, nudge } = options
  // Before the rows are read: what is ready without one then has lost it.
  const ready = await folders.ready()
  const rows = (await store.list({ type: datastoreType })) as DatastoreRecord[]
  const due: string[] = []
  for (const row of rows) {
    if (row.dueAt === undefined && (await hasChanged(row, ready.has(datastoreKey(row.key)), options))) due.push(row.key)
  }
  if (due.length > 0) {
    await store.wake(due, clock.now())
    nudge()
  }
  const kept = new Set(rows.map(({ key }) => datastoreKey(key)))
  for (const key of ready) if (!kept.has(key)) await folders.withdraw(key)
  return due
}

async function hasChanged(
  row: DatastoreRecord,
  isReady: boolean,
  { store, folders }: Pick<DatastoreSweepOptions, 'store' | 'folders'>,
): Promise<boolean> {
  const { observed, desired } = row
  if (observed === undefined || (observed.folder !== undefined) !== isReady) return true
  const now = await folders.look({ path: desired.hostPath, isReadOnly: desired.isReadOnly }).catch((error: unknown) => {
    if (error instanceof HostFolderFault) return error
    throw error
  })
  const isSame =
    now instanceof HostFolderFault
      ? now.code === observed.fault?.code
      : now === observed.folder && observed.fault === undefined
  if (!isSame) return true
  const nodes = (await store.list({ type: nodeType, underKey: row.parentKey })) as NodeRecord[]
  const { mounted, running, waiting } = datastoreInNodes(row, nodes)
  return mounted !== observed.mounted || running !== observed.running || waiting.length > 0
}
