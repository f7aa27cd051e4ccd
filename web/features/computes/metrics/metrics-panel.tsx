import { makeStyles, Radio, RadioGroup, Spinner, tokens } from '@fluentui/react-components'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { byteSize } from '../../../ui/byte-size.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { LineChart } from '../../../ui/line-chart.tsx'
import { Panel } from '../../../ui/panel.tsx'
import type { Compute } from '../compute.ts'
import { type ChartHours, chartHours, chartRanges } from './chart-range.ts'
import { type MachineMetrics, metricsQuery, type Spread } from './metrics-query.ts'

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
      {data?.isMeasured === true && <Charts metrics={data} isSpread={hours > 1} />}
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

function Charts({ metrics, isSpread }: { readonly metrics: MachineMetrics; readonly isSpread: boolean }) {
  const text = useText()
  const styles = useStyles()
  const { from, to } = metrics
  const spread = ({ average, highest }: Spread) => [
    { name: text('Average'), points: average },
    ...(isSpread ? [{ name: text('Highest'), points: highest }] : []),
  ]
  const most = (max: number | undefined) => (max === undefined ? {} : { max })
  const gpuMemory = [{ name: text('Average'), points: metrics.gpuMemoryBytes }]
  return (
    <div className={styles.charts}>
      <LineChart
        {...{ from, to, max: 100, format: percent }}
        label={text('Processor')}
        series={spread(metrics.cpuPercent)}
      />
      <LineChart
        {...{ from, to, format: byteSize, ...most(metrics.memoryCapacityBytes) }}
        label={text('Memory')}
        series={spread(metrics.memoryBytes)}
      />
      <LineChart
        {...{ from, to, format: byteSize }}
        label={text('Disk used')}
        series={[{ name: text('Used'), points: metrics.diskBytes }]}
      />
      <LineChart
        {...{ from, to, format: rate, isWhole: true }}
        label={text('Network')}
        series={[
          { name: text('In'), points: metrics.networkIn },
          { name: text('Out'), points: metrics.networkOut },
        ]}
      />
      {metrics.gpuPercent.length > 0 && (
        <>
          <LineChart
            {...{ from, to, max: 100, format: percent }}
            label={text('GPU')}
            series={[{ name: text('Average'), points: metrics.gpuPercent }]}
          />
          <LineChart
            {...{ from, to, format: byteSize, ...most(metrics.gpuMemoryCapacityBytes) }}
            label={text('GPU memory')}
            series={gpuMemory}
          />
        </>
      )}
    </div>
  )
}

function percent(value: number): string {
  return `${value >= 10 || value === 0 ? Math.round(value) : value.toFixed(1)} %`
}

function rate(value: number): string {
  return `${byteSize(value)}/s`
}

const useStyles = makeStyles({
  charts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(24rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalXL,
  },
})
