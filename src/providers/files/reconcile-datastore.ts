// Makes a published folder ready, tells the fleets of its workspace, and waits until their running nodes have followed. The
// nodes take it from there: each mount is its node's own step. Taken away in the other order, and the folder itself is
// never touched.

import type { Outcome, ReconcileContext } from '../../control/reconcile.ts'
import { type DatastoreRecord, type DatastoreSeen, datastoreInNodes, datastoreKey } from '../../fleet/datastores.ts'
import { type NodeRecord, nodeType } from '../../fleet/fleet.ts'
import { HostFolderFault } from '../../share/host-folder/host-folder-fault.ts'
import type { PublishedFolders } from '../../share/host-folder/published-folders.ts'
import type { Change, Finding } from '../../store/store.ts'

/** Nodes follow within moments; one that cannot is tried more slowly. */
const soonMs = 100
const laterMs = 1_000
const soonForMs = 5_000

export async function reconcileDatastore(
  record: DatastoreRecord,
  context: ReconcileContext,
  folders: PublishedFolders,
): Promise<Outcome<DatastoreSeen>> {
  const nodes = (await context.list({ type: nodeType, underKey: record.parentKey })) as NodeRecord[]
  const isRecent = context.clock.now() - record.modifiedAt < soonForMs
  const requeueAfterMs = isRecent ? soonMs : laterMs
  if (record.deletedAt !== undefined) {
    const { holding, running, mounted } = datastoreInNodes(record, nodes)
    if (holding.length === 0) {
      await folders.withdraw(datastoreKey(record.key))
      return 'gone'
    }
    const observed = { ...(record.observed ?? { folder: undefined, fault: undefined }), running, mounted }
    return { observed, changes: wake(holding), requeueAfterMs }
  }

  const found = await publish(record, folders)
  const { waiting, running, mounted } = datastoreInNodes(
    { ...record, observed: { ...found, running: 0, mounted: 0 } },
    nodes,
  )
  const observed = { ...found, running, mounted }
  const told = { observed, findings: findings(record, observed) }
  // Fleets read what is settled with this: nodes that are still on their way are told by their own fleets.
  if (waiting.length > 0) return { ...told, changes: wake(waiting), requeueAfterMs }
  return found.fault === undefined ? told : { ...told, failure: found.fault }
}

async function publish(
  { key, desired, observed }: DatastoreRecord,
  folders: PublishedFolders,
): Promise<Pick<DatastoreSeen, 'folder' | 'fault'>> {
  try {
    const folder = await folders.publish(datastoreKey(key), { path: desired.hostPath, isReadOnly: desired.isReadOnly })
    return { folder, fault: undefined }
  } catch (error) {
    if (!(error instanceof HostFolderFault)) throw error
    const { code, message, nextStep } = error
    // What does not answer now stays in its place: it may be a moment, and whoever uses it waits for it anyway.
    const folder = code === 'HostFolderDoesNotAnswer' ? observed?.folder : undefined
    return { folder, fault: { code, message, nextStep } }
  }
}

/** The fleets, which say what a node mounts, and the nodes, which may have met a fault that is over. */
function wake(nodes: readonly NodeRecord[]): Change[] {
  const keys = new Set(nodes.flatMap((node) => [node.parentKey, node.key]))
  return [...keys].map((key) => ({ kind: 'wake', key }))
}

function findings({ observed: before, name }: DatastoreRecord, now: DatastoreSeen): Finding[] {
  if (now.fault !== undefined && before?.fault?.code !== now.fault.code)
    return [{ cause: now.fault.code, message: now.fault.message, nextStep: now.fault.nextStep }]
  if (now.fault === undefined && before?.fault !== undefined)
    return [{ cause: 'HostFolderBack', message: `The folder of the datastore '${name}' is there again.` }]
  return []
}
