import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm } from '../../paths.ts'

export type LockLevel = 'CanNotDelete' | 'ReadOnly'

export interface Lock {
  readonly id: string
  readonly name: string
  readonly properties: { readonly level: LockLevel; readonly notes?: string | null }
}

/** At the scope and above it: all that bind it. `scope`: an id. */
export function locksQuery(client: ArmClient, scope: string) {
  return queryOptions({
    queryKey: ['locks', scope],
    queryFn: () =>
      client.list<Lock>(`${arm.locks(scope)}?$filter=${encodeURIComponent('atScope()')}`, apiVersions.locks),
  })
}
