import { Spinner } from '@fluentui/react-components'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { metricsQuery } from '../../../api/metrics-query.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { MachineCharts } from '../../../ui/machine-charts.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useNow } from '../../../ui/use-now.ts'
import type { Job } from '../job.ts'
import { isOver } from '../job-state.ts'
import { usageRange } from './usage-range.ts'

/** What the job's nodes used while it ran; nothing where it has not begun, or was over before anybody keeps. */
export function UsagePanel({ job }: { readonly job: Job }) {
  const { arm } = useStudio()
  const text = useText()
  const range = usageRange(job, useNow(!isOver(job)))
  const { data, error, isPending, refetch } = useQuery({
    ...metricsQuery(arm, job.id, range ?? noRange),
    enabled: range !== undefined,
    placeholderData: keepPreviousData,
  })
  if (range === undefined) return undefined
  return (
    <Panel title={text('What its nodes used')} isWide>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner size="tiny" label={text('Looking')} />}
      {data?.isMeasured === false && (
        <span>
          {text('Nothing was measured: nodes are measured a few times a minute, and that is kept for a day.')}
        </span>
      )}
      {data?.isMeasured === true && <MachineCharts metrics={data} isSpread={range.intervalMs > minute} />}
    </Panel>
  )
}

const minute = 60_000
const noRange = { timespan: '', interval: 'PT1M', intervalMs: minute }
