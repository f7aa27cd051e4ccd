import { createHash } from 'node:crypto'
import { keyOf } from '../../../arm/resource-id.ts'
import type { NodeTemplate } from '../../../fleet/fleet.ts'
import type { Store } from '../../../store/store.ts'

type Mount = NodeTemplate['mounts'][number]

export const fileServerType = 'Microsoft.BatchAI/workspaces/fileServers'

/** Folder of a node below which file servers are mounted: a cluster's for as long as it is up, a job's while that has it. */
export const fileServersFolder = '/srv/fileservers'

/** The folder that stands for a file server's disks. */
export function fileServerShare(id: string): string {
  return createHash('sha256').update(`file server ${id.toLowerCase()}`).digest('hex').slice(0, 24)
}

/** Where a job's nodes have it, beside what their cluster mounts. */
export function jobFileServerMount(id: string, mountOptions: string | undefined): Mount {
  const [key, isReadOnly] = [fileServerShare(id), mountOptions === 'ro']
  return { path: `${fileServersFolder}/${key}${isReadOnly ? '-ro' : ''}`, source: { kind: 'share', key }, isReadOnly }
}

/** In this workspace alone: who may make clusters and jobs there may mount what is there. */
export async function isFileServerIn(workspaceKey: string, id: string, store: Store): Promise<boolean> {
  if (!keyOf(id).startsWith(`${workspaceKey}/fileservers/`)) return false
  const found = await store.get(keyOf(id))
  return found?.type === fileServerType && found.deletedAt === undefined
}
