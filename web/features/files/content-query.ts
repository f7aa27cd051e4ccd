import { queryOptions } from '@tanstack/react-query'
import { ApiError } from '../../api/api-error.ts'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import type { FileEntry } from '../../api/file-entries.ts'
import { arm, type WorkspaceKey } from '../../paths.ts'
import { withVersion } from './with-version.ts'

export interface FileContent {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Of this version of the file. */
  readonly etag: string
  /** Another for each time it was read; the same for what was saved since. */
  readonly reading: string
}

/** What the file is, before it is decided whether its bytes are asked for. */
export function entryQuery(client: ArmClient, key: WorkspaceKey, path: string) {
  return queryOptions({
    queryKey: ['files', key, 'entry', path],
    queryFn: () => client.get<FileEntry>(arm.fileEntry(key, path), apiVersions.carrel),
  })
}

/** The whole of it, as it was when it was opened: what somebody edits does not change under his hands. */
export function contentQuery(client: ArmClient, key: WorkspaceKey, path: string) {
  return queryOptions({
    queryKey: ['file content', key, path],
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: () => readContent(client, key, path),
  })
}

export async function readContent(client: ArmClient, key: WorkspaceKey, path: string): Promise<FileContent> {
  const answer = await client.send(withVersion(arm.fileContent(key, path)))
  return {
    bytes: new Uint8Array(await answer.arrayBuffer()),
    etag: answer.headers.get('etag') ?? '',
    reading: crypto.randomUUID(),
  }
}

/** Saves over the version of this tag alone; undefined: only where nothing is. Answers the tag of the new one. */
export async function writeContent(
  client: ArmClient,
  key: WorkspaceKey,
  { path, bytes, etag }: { readonly path: string; readonly bytes: BodyInit; readonly etag: string | undefined },
): Promise<string> {
  const answer = await client.send(withVersion(arm.fileContent(key, path)), {
    method: 'PUT',
    body: bytes,
    headers: {
      'content-type': 'application/octet-stream',
      ...(etag === undefined ? { 'if-none-match': '*' } : { 'if-match': etag }),
    },
  })
  return answer.headers.get('etag') ?? ''
}

/** Somebody else has changed, made or deleted the file meanwhile. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 412 || error.code === 'FileExists')
}
