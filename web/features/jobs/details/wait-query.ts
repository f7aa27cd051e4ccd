import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../../api/api-versions.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { arm } from '../../../paths.ts'
import type { Job } from '../job.ts'

export interface Wait {
  readonly isWaiting: boolean
  /** Undefined: it waits for nobody, and nobody for it. */
  readonly position?: number
  readonly waiting?: number
  readonly reason?: { readonly code: string; readonly message: string }
}

/** Where it stands in the queue of its cluster. */
export function waitQuery(client: ArmClient, { key, id }: Job) {
  return queryOptions({
    queryKey: ['job-wait', id],
    queryFn: () => client.get<Wait>(arm.jobAction(key, 'wait'), apiVersions.batchAi),
    refetchInterval: 1_500,
  })
}

/** What each code means; the server's own sentence has the numbers. */
export const reasonWords: Readonly<Record<string, string>> = {
  JustSubmitted: 'It has just been submitted.',
  JobEnding: 'Its end was asked for.',
  LargerThanTarget: 'It needs more nodes than its cluster is kept at: resize the cluster.',
  JobsBefore: 'Others go before it.',
  ClusterCoreQuotaReached: 'The quota has no cores for more nodes.',
  NodesPreparing: 'Its nodes are coming up.',
  NodesUnusable: 'Nodes of the cluster cannot be used.',
  NodesBusy: 'All nodes are at work.',
  NodesAsked: 'Its nodes are being asked for.',
}
