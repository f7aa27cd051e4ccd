import { makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useText } from '../i18n/use-text.ts'
import { valueAt } from './chart-scale.ts'
import type { LineChartProps } from './line-chart.tsx'

/** The numbers of a chart, newest first; made when they are asked for. */
export function ChartTable(props: LineChartProps & { readonly times: readonly number[]; timeOf(at: number): string }) {
  const { label, series, times, timeOf, format } = props
  const [isOpen, setIsOpen] = useState(false)
  const text = useText()
  const styles = useStyles()
  return (
    <details className={styles.details} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className={styles.summary} aria-label={text('{{what}} as a table', { what: label })}>
        {text('As a table')}
      </summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
        <section className={styles.scroller} tabIndex={0} aria-label={label}>
          <table className={styles.table} aria-label={label}>
            <thead>
              <tr>
                <th scope="col">{text('Time')}</th>
                {series.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times.toReversed().map((at) => (
                <tr key={at}>
                  <th scope="row" className={styles.time}>
                    {timeOf(at)}
                  </th>
                  {series.map(({ name, points }) => {
                    const value = valueAt(points, at, props.isStepped)
                    return <td key={name}>{value === undefined ? '–' : format(value)}</td>
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  )
}

const useStyles = makeStyles({
  details: { fontSize: tokens.fontSizeBase200 },
  summary: { cursor: 'pointer', color: tokens.colorNeutralForeground2, width: 'fit-content' },
  scroller: { overflow: 'auto', maxHeight: '14rem' },
  table: { width: '100%', textAlign: 'left', borderCollapse: 'collapse' },
  time: { fontWeight: tokens.fontWeightRegular },
})
