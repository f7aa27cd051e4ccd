import { createHash } from 'node:crypto'

export const fileServerType = 'Microsoft.BatchAI/workspaces/fileServers'

/** The folder that stands for a file server's disks. */
export function fileServerShare(id: string): string {
  return createHash('sha256').update(`file server ${id.toLowerCase()}`).digest('hex').slice(0, 24)
}
