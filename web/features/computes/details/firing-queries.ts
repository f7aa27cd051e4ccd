import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../../api/api-versions.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { arm, type WorkspaceKey } from '../../../paths.ts'
import type { Compute } from '../compute.ts'

export interface Firing {
  readonly time: string
  readonly action: string
  readonly scheduleId: string
  readonly isSkipped: boolean
}

/** The next ten of all its schedules together. */
export function firingsQuery(client: ArmClient, key: WorkspaceKey, { name, schedules }: Compute) {
  return queryOptions({
    queryKey: ['compute-firings', key, name, schedules],
    queryFn: () => client.list<Firing>(arm.computeAction(key, name, 'nextFirings'), apiVersions.machineLearning),
    refetchInterval: 30_000,
  })
}
