import { Radio, RadioGroup, Spinner } from '@fluentui/react-components'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ChartHours, chartHours, chartRanges } from '../../../api/chart-range.ts'
import { metricsQuery } from '../../../api/metrics-query.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { MachineCharts } from '../../../ui/machine-charts.tsx'
import { Panel } from '../../../ui/panel.tsx'
import type { Compute } from '../compute.ts'

const route = getRouteApi('/w/$subscription/$group/$workspace/compute/$name')

/** What its machine used of its processors, memory, disk and network; of its GPUs where it has any. */
export function MetricsPanel({ compute }: { readonly compute: Compute }) {
  const text = useText()
  const { arm } = useStudio()
  const navigate = route.useNavigate()
  const { hours = 1 } = route.useSearch()
  const { data, error, isPending, refetch } = useQuery({
    ...metricsQuery(arm, compute.id, chartRanges[hours]),
    placeholderData: keepPreviousData,
  })
  const words: Readonly<Record<ChartHours, string>> = { 1: text('1 hour'), 6: text('6 hours'), 24: text('24 hours') }
  const choose = (chosen: string) => {
    const next = chartHours.find((each) => String(each) === chosen)
    const search = next === undefined || next === 1 ? {} : { hours: next }
    void navigate({ search, replace: true, resetScroll: false })
  }
  return (
    <Panel
      title={text('Monitoring')}
      isWide
      action={
        <RadioGroup
          layout="horizontal"
          aria-label={text('Time range')}
          value={String(hours)}
          onChange={(_, { value }) => choose(value)}
        >
          {chartHours.map((each) => (
            <Radio key={each} value={String(each)} label={words[each]} />
          ))}
        </RadioGroup>
      }
    >
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      {data?.isMeasured === false && <NothingYet isRunning={compute.state === 'Running'} />}
      {data?.isMeasured === true && <MachineCharts metrics={data} isSpread={hours > 1} />}
    </Panel>
  )
}

function NothingYet({ isRunning }: { readonly isRunning: boolean }) {
  const text = useText()
  return (
    <p>
      {isRunning
        ? text('Nothing was measured yet: it is measured a few times a minute while it runs.')
        : text('Nothing was measured in this time. An instance is measured while it runs, and charts go back a day.')}
    </p>
  )
}
