// How many nodes there were and jobs waited, over time.

import { makeStyles, Select, Spinner, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { LineChart } from '../../../ui/line-chart.tsx'
import { Panel } from '../../../ui/panel.tsx'
import type { Cluster } from '../cluster.ts'
import { type HistoryName, historyLine } from './history-series.ts'
import { historyQuery, type Sample } from './part-queries.ts'

const minute = 60_000
const spans = { '15': 15 * minute, '60': 60 * minute, '360': 360 * minute, '1440': 1_440 * minute } as const
type Span = keyof typeof spans | 'all'
const spanWords: Readonly<Record<Span, string>> = {
  '15': 'Last 15 minutes',
  '60': 'Last hour',
  '360': 'Last 6 hours',
  '1440': 'Last day',
  all: 'All that is kept',
}
const choices = ['15', '60', '360', '1440', 'all'] as const

const lineWords: Readonly<Record<HistoryName, string>> = {
  nodes: 'Nodes',
  target: 'Asked for',
  running: 'At work',
  waiting: 'Jobs waiting',
}

export function HistoryPanel({ cluster }: { readonly cluster: Cluster }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  /** Undefined: nobody has chosen, so it fits what there is. */
  const [chosen, setSpan] = useState<Span>()
  const { data, error, isPending, refetch, dataUpdatedAt } = useQuery(historyQuery(arm, cluster.key))
  const span = chosen ?? fitting(data ?? [], dataUpdatedAt)
  const names: readonly HistoryName[] =
    cluster.key.kind === 'batch' ? ['nodes', 'target', 'running', 'waiting'] : ['nodes', 'target', 'running']
  return (
    <Panel
      title={text('Over time')}
      isWide
      action={
        <Select
          aria-label={text('Time that is shown')}
          value={span}
          onChange={(_, { value }) => setSpan(choices.find((each) => each === value) ?? '60')}
        >
          {choices.map((each) => (
            <option key={each} value={each}>
              {text(spanWords[each])}
            </option>
          ))}
        </Select>
      }
    >
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      {data?.length === 0 && (
        <p className={styles.none}>{text('Nothing is kept yet: it begins with its first nodes.')}</p>
      )}
      {data !== undefined && data.length > 0 && (
        <LineChart
          label={cluster.key.kind === 'batch' ? text('Nodes and waiting jobs') : text('Nodes')}
          series={names.map((name) => ({
            name: text(lineWords[name]),
            points: historyLine(data, name, timesOf(span, data, dataUpdatedAt)),
          }))}
          {...timesOf(span, data, dataUpdatedAt)}
          format={String}
          isStepped
          isWhole
        />
      )}
    </Panel>
  )
}

/** The shortest that has all of it, an hour at most. */
function fitting([first]: readonly Sample[], now: number): Span {
  return first !== undefined && now - Date.parse(first.time) < spans['15'] ? '15' : '60'
}

function timesOf(span: Span, samples: readonly Sample[], now: number): { from: number; to: number } {
  const first = Date.parse(samples[0]?.time ?? '')
  // A server whose clock is ahead of this one's has samples of what is still to come here.
  const to = Math.max(now, Date.parse(samples.at(-1)?.time ?? '') + 1)
  return { from: span === 'all' ? first : to - spans[span], to }
}

const useStyles = makeStyles({ none: { margin: 0, color: tokens.colorNeutralForeground3 } })
