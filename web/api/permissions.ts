// What the person may do somewhere, so that a button says so before it is pressed. The server decides.

import { queryOptions } from '@tanstack/react-query'
import { arm } from '../paths.ts'
import { apiVersions } from './api-versions.ts'
import type { ArmClient } from './arm-client.ts'

export interface Permission {
  readonly actions: readonly string[]
  readonly notActions: readonly string[]
}

const staleMs = 60_000

/** `id`: of a resource. */
export function permissionsQuery(client: ArmClient, id: string) {
  return queryOptions({
    queryKey: ['permissions', id],
    staleTime: staleMs,
    queryFn: async (): Promise<readonly Permission[]> =>
      client.list<Permission>(arm.permissions(id), apiVersions.authorization),
  })
}

export function permits(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => covers(pattern, action)) && !notActions.some((pattern) => covers(pattern, action)),
  )
}

function covers(pattern: string, action: string): boolean {
  const parts = pattern
    .toLowerCase()
    .split('*')
    .map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(action.toLowerCase())
}
