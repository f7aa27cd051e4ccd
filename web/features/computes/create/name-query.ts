import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../../api/api-versions.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { arm, type WorkspaceKey } from '../../../paths.ts'

/** Why the name cannot be had (CI-21); null: it can. */
export function nameQuery(
  client: ArmClient,
  key: WorkspaceKey,
  of: { readonly name: string; readonly isWellFormed: boolean },
) {
  return queryOptions({
    queryKey: ['compute-name', key, of.name],
    enabled: of.isWellFormed,
    queryFn: async (): Promise<string | null> => {
      const body = { name: of.name, type: 'Compute' }
      const answer = await client.post<{ nameAvailable: boolean; message?: string }>(
        arm.checkName(key),
        apiVersions.machineLearning,
        body,
      )
      return answer.nameAvailable ? null : (answer.message ?? 'This name is taken.')
    },
  })
}
