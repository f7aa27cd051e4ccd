import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../../api/api-versions.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { arm, type WorkspaceKey } from '../../../paths.ts'
import type { SetupScript } from './setup.ts'

export interface SetupLog {
  readonly text: string
  /** Bytes. */
  readonly offset: number
  readonly isRunning: boolean
  readonly isWhole: boolean
}

interface WirePart {
  readonly nextOffset: number
  readonly size: number
  readonly isRunning: boolean
  readonly text: string
}

const whileMoreMs = 50
const whileRunningMs = 1_000

interface LogOf {
  readonly name: string
  readonly script: SetupScript
}

/** What the last run of a script printed, added to as it prints more. */
export function setupLogQuery(
  client: ArmClient,
  queryClient: QueryClient,
  { key, name, script }: LogOf & { readonly key: WorkspaceKey },
) {
  const queryKey = ['setup-log', key, name, script.kind, script.lastRun?.run, script.lastRun?.startedAt]
  return queryOptions({
    queryKey,
    queryFn: async (): Promise<SetupLog> => {
      const { text, offset } = queryClient.getQueryData<SetupLog>(queryKey) ?? { text: '', offset: 0 }
      const path = arm.computeAction(key, name, 'setupScriptLog')
      const body = { kind: script.kind, offset }
      const part = await client.post<WirePart>(path, apiVersions.machineLearning, body)
      const isWhole = part.text === '' || part.nextOffset >= part.size
      return { text: text + part.text, offset: part.nextOffset, isRunning: part.isRunning, isWhole }
    },
    refetchInterval: ({ state: { data } }) => {
      if (data?.isWhole === false) return whileMoreMs
      return data?.isRunning === true ? whileRunningMs : false
    },
  })
}
