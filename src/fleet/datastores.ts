// A datastore is a folder of the host that somebody published for the nodes of one workspace; a row below it. Here is what
// fleets know of one: how its mount looks in their nodes. Whatever changes what lies behind it changes the mount's
// version, so that the nodes look again.

import { createHash } from 'node:crypto'
import type { Mount } from '../engine/engine.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { NodeRecord } from './fleet.ts'

export const datastoreType = 'Carrel.Files/datastores'

/** Desired of its row. */
export interface Datastore {
  /** Absolute, on the host. */
  readonly hostPath: string
  readonly isReadOnly: boolean
  readonly description: string | null
}

/** Observed of its row. */
export interface DatastoreSeen {
  /** Which folder it is; undefined: none is to be had, for the fault. */
  readonly folder: string | undefined
  readonly fault: { readonly code: string; readonly message: string; readonly nextStep: string } | undefined
  /** Running nodes that see it, and those that should. */
  readonly mounted: number
  readonly running: number
}

export type DatastoreRecord = ResourceRecord<Datastore, DatastoreSeen>

/** Names what is made ready for the nodes. */
export function datastoreKey(rowKey: string): string {
  return createHash('sha256').update(rowKey).digest('hex').slice(0, 24)
}

/** The mounts of a workspace's datastores, one below the other in `folder`. */
export function datastoreMounts(rows: readonly ResourceRecord[], folder: string): Mount[] {
  return (rows as readonly DatastoreRecord[])
    .filter((row) => row.deletedAt === undefined && row.observed !== undefined)
    .map((row) => ({
      path: `${folder}/${row.name}`,
      source: { kind: 'datastore' as const, key: datastoreKey(row.key) },
      isReadOnly: row.desired.isReadOnly,
      ...(versionOf(row) === undefined ? {} : { version: versionOf(row) }),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1))
}

/** What nodes that run have made of one. */
export function datastoreInNodes(datastore: DatastoreRecord, nodes: readonly NodeRecord[]) {
  const key = datastoreKey(datastore.key)
  const each = nodes.map((node) => {
    const told = node.observed?.datastores?.find(({ key: own }) => own === key)
    return { node, told, isMounted: told !== undefined && told.fault === undefined }
  })
  const running = each.filter(({ node }) => isRunning(node))
  return {
    /** That may still have it. */
    holding: each.filter(({ told, node }) => told !== undefined && node.failure === undefined).map(({ node }) => node),
    running: running.length,
    mounted: running.filter(({ isMounted }) => isMounted).length,
    /** That have yet to follow what is wanted now. */
    waiting: running
      .filter(({ told, isMounted }) => {
        const isCurrent = told?.version === versionOf(datastore) && told?.isReadOnly === datastore.desired.isReadOnly
        return !isCurrent || isMounted !== (datastore.observed?.folder !== undefined)
      })
      .map(({ node }) => node),
  }
}

function versionOf({ observed }: DatastoreRecord): string | undefined {
  return observed?.folder
}

function isRunning(node: NodeRecord): boolean {
  const { desired, observed, failure, deletedAt } = node
  return (
    deletedAt === undefined && failure === undefined && desired.power === 'running' && observed?.phase === 'running'
  )
}
