// What a machine used over time, a chart for each kind.

import { makeStyles, tokens } from '@fluentui/react-components'
import type { MachineMetrics, Spread } from '../api/metrics-query.ts'
import { useText } from '../i18n/use-text.ts'
import { byteSize } from './byte-size.ts'
import { LineChart } from './line-chart.tsx'

/** Its processors, memory, disk and network; its GPUs where it has any. `isSpread`: a point stands for more than a minute. */
export function MachineCharts({ metrics, isSpread }: { readonly metrics: MachineMetrics; readonly isSpread: boolean }) {
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
