// What a folder of the workspace's share holds, as the API tells it: all pages of it.

import { queryOptions } from '@tanstack/react-query'
import { arm, type WorkspaceKey } from '../paths.ts'
import { apiVersions } from './api-versions.ts'
import type { ArmClient } from './arm-client.ts'

export interface FileEntry {
  readonly name: string
  /** From the share inwards, names with `/` between. */
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  /** Bytes, of a file. */
  readonly size?: number
  readonly etag?: string
  readonly modifiedAt: string
}

export interface Folder {
  readonly entries: readonly FileEntry[]
  /** It holds more than the server reads of one folder. */
  readonly isCutOff: boolean
  /** How many have names that cannot be said, as they are no UTF-8. */
  readonly unnameable: number
}

interface WirePage {
  readonly value: readonly FileEntry[]
  readonly nextLink?: string
  readonly isTruncated?: boolean
  readonly unnameable?: number
}

const refreshMs = 15_000
/** A folder of more is read again only when somebody asks. */
const mostRefreshed = 2_000

/** `path`: empty for the share itself. */
export function folderQuery(client: ArmClient, key: WorkspaceKey, path: string) {
  return queryOptions({
    queryKey: ['files', key, 'folder', path],
    refetchInterval: ({ state }) => ((state.data?.entries.length ?? 0) > mostRefreshed ? false : refreshMs),
    queryFn: () => readFolder(client, key, path),
  })
}

async function readFolder(client: ArmClient, key: WorkspaceKey, path: string): Promise<Folder> {
  let page = await client.get<WirePage>(arm.fileEntries(key, path), apiVersions.carrel)
  const entries = [...page.value]
  while (page.nextLink !== undefined) {
    // Links are minted under the name the request used; only the path is followed.
    const { pathname, search } = new URL(page.nextLink, location.origin)
    page = (await (await client.send(pathname + search)).json()) as WirePage
    entries.push(...page.value)
  }
  return { entries, isCutOff: page.isTruncated === true, unnameable: page.unnameable ?? 0 }
}
