import { queryOptions } from '@tanstack/react-query'
import type { ArmClient } from '../../../api/arm-client.ts'
import { arm, type ClusterKey } from '../../../paths.ts'
import { versionOf } from '../cluster-version.ts'

export interface TaskLogText {
  readonly text: string
  readonly isRunning: boolean
}

interface WirePart extends TaskLogText {
  readonly nextOffset: number
  readonly size: number
}

/** What the task prints is bounded; this bounds what is asked of a node that says otherwise. */
const mostParts = 8

/** All that the set-up task printed on a node, asked again while it runs. */
export function taskLogQuery(client: ArmClient, key: ClusterKey, nodeId: string) {
  return queryOptions({
    queryKey: ['cluster-part', key, 'setup-log', nodeId],
    queryFn: async (): Promise<TaskLogText> => {
      let whole = ''
      let offset = 0
      for (let parts = 0; ; parts++) {
        const path = arm.clusterPart(key, 'setupTaskLog')
        const part = await client.post<WirePart>(path, versionOf(key.kind), { nodeId, offset })
        whole += part.text
        offset = part.nextOffset
        const isAll = part.text === '' || offset >= part.size || parts === mostParts
        if (isAll) return { text: whole, isRunning: part.isRunning }
      }
    },
    refetchInterval: ({ state: { data } }) => (data?.isRunning === true ? 2_000 : false),
  })
}
