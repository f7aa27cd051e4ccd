// The jobs of a cluster that wait, in the order in which they get nodes, each with what it waits for.

import { Link as FluentLink, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Cluster } from '../cluster.ts'
import { jobPage } from '../job-page.ts'
import { queueQuery, type WaitingJob } from './part-queries.ts'

const priorities: Readonly<Record<WaitingJob['schedulingPriority'], string>> = {
  low: 'Low priority',
  normal: 'Normal priority',
  high: 'High priority',
}

export function QueuePanel({ cluster }: { readonly cluster: Cluster }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data, error, isPending, refetch } = useQuery(queueQuery(arm, cluster.key))
  const left = (data?.totalCount ?? 0) - (data?.value.length ?? 0)
  return (
    <Panel title={text('Queue')} isWide>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      {data?.value.length === 0 && <p className={styles.none}>{text('No job waits for this cluster.')}</p>}
      {data !== undefined && data.value.length > 0 && (
        <ol className={styles.list} aria-label={text('Queue')}>
          {data.value.map((job) => (
            <Waiting key={job.id} job={job} />
          ))}
        </ol>
      )}
      {left > 0 && <span>{text('{{count}} more wait behind these.', { count: left })}</span>}
    </Panel>
  )
}

function Waiting({ job }: { readonly job: WaitingJob }) {
  const text = useText()
  const styles = useStyles()
  const { position, id, name, nodeCount, schedulingPriority, creationTime, reason } = job
  return (
    <li className={styles.job}>
      <span className={styles.place}>{position ?? '–'}</span>
      <div className={styles.words}>
        <div className={styles.line}>
          <Link to={jobPage(id)}>{<FluentLink as="span">{name}</FluentLink>}</Link>
          <span>{text('{{count}} nodes', { count: nodeCount })}</span>
          <span>{text(priorities[schedulingPriority])}</span>
          <Time at={creationTime} />
        </div>
        <span className={styles.reason}>{reason.message}</span>
      </div>
    </li>
  )
}

const useStyles = makeStyles({
  none: { margin: 0, color: tokens.colorNeutralForeground3 },
  list: { listStyleType: 'none', margin: 0, padding: 0, maxHeight: '24rem', overflowY: 'auto' },
  job: {
    display: 'flex',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  place: {
    minWidth: '2rem',
    textAlign: 'center',
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  words: { display: 'grid', gap: tokens.spacingVerticalXXS, minWidth: 0, overflowWrap: 'anywhere' },
  line: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM },
  reason: { color: tokens.colorNeutralForeground2 },
})
