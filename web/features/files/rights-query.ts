// What the person may do with the files of a workspace, so that a button says so before it is pressed. The server decides.

import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { type Permission, permits } from '../../api/permissions.ts'
import { arm, type WorkspaceKey } from '../../paths.ts'

export interface FileRights {
  readonly upload: boolean
  readonly write: boolean
  readonly delete: boolean
  readonly download: boolean
}

const storage = 'Microsoft.MachineLearningServices/workspaces/notebooks/storage'
const staleMs = 60_000

export function rightsQuery(client: ArmClient, key: WorkspaceKey) {
  return queryOptions({
    queryKey: ['files', key, 'rights'],
    staleTime: staleMs,
    queryFn: async () =>
      fileRights(await client.list<Permission>(arm.permissions(arm.workspace(key)), apiVersions.authorization)),
  })
}

export function fileRights(permissions: readonly Permission[]): FileRights {
  const may = (action: string) => permits(permissions, action)
  return {
    upload: may(`${storage}/upload/action`),
    write: may(`${storage}/write`),
    delete: may(`${storage}/delete`),
    download: may(`${storage}/download/action`),
  }
}
