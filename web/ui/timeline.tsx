// What happened and why: every operation with who asked, its phases as a bar, and its cause and next step when it failed.

import { Badge, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { eventsQuery, type TimelineEvent } from '../api/event-queries.ts'
import { useStudio } from '../api/use-studio.ts'
import { useText } from '../i18n/use-text.ts'
import { durationText } from './duration-text.ts'
import { ErrorNote } from './error-note.tsx'
import { Panel } from './panel.tsx'
import { PhaseBar } from './phase-bar.tsx'
import { Time } from './time.tsx'

/** `path`: of the timeline of one resource. `isLive`: something is under way. */
export function Timeline(props: { readonly path: string; readonly apiVersion: string; readonly isLive: boolean }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data, error } = useQuery(eventsQuery(arm, props))
  return (
    <Panel title={text('What happened')} isWide>
      {error !== null && <ErrorNote error={error} />}
      <ol className={styles.list}>
        {data?.map((event) => (
          <Event key={event.operationId} event={event} />
        ))}
      </ol>
    </Panel>
  )
}

const operationWords: Readonly<Record<string, string>> = {
  Create: 'Create',
  Update: 'Update',
  Start: 'Start',
  Stop: 'Stop',
  Restart: 'Restart',
  Delete: 'Delete',
  RetrySetup: 'Run the set-up script again',
  MoveSshPort: 'Move the SSH port',
  Terminate: 'Cancel the job',
  Preempted: 'Nodes gave way',
  ClusterCoreQuotaReached: 'Too few cores',
  Requeued: 'In the queue again',
  JobSucceeded: 'Succeeded',
  JobFailed: 'Failed',
}
/** Of what Carrel found: the rest is a warning. */
const foundTones: ReadonlyMap<string, 'success' | 'danger'> = new Map([
  ['JobSucceeded', 'success'],
  ['JobFailed', 'danger'],
] as const)
const tones = { Succeeded: 'success', Failed: 'danger', Canceled: 'subtle', InProgress: 'informative' } as const

function Event({ event }: { readonly event: TimelineEvent }) {
  const text = useText()
  const styles = useStyles()
  const { status, cause, nextStep, phases } = event
  // What Carrel found by itself is no operation: it has no outcome, and took no time.
  const isFound = event.trigger === 'System'
  return (
    <li className={styles.event}>
      <div className={styles.line}>
        <Badge appearance="tint" color={isFound ? (foundTones.get(event.operationName) ?? 'warning') : tones[status]}>
          {text(operationWords[event.operationName] ?? event.operationName)}
        </Badge>
        <Time at={event.acceptedAt} />
        <span>{whoseDoing(event, text)}</span>
        {!isFound && event.durationMs !== undefined && <Text size={200}>{durationText(event.durationMs)}</Text>}
      </div>
      {cause !== undefined && (
        <div>
          {!isFound && <Text weight="semibold">{cause.code} </Text>}
          {cause.message}
        </div>
      )}
      {nextStep !== undefined && <div>{`${text('Next:')} ${nextStep}`}</div>}
      {phases.length > 0 && <PhaseBar phases={phases} />}
    </li>
  )
}

function whoseDoing({ trigger, caller }: TimelineEvent, text: ReturnType<typeof useText>): string {
  if (trigger === 'System') return text('found by Carrel')
  return trigger === 'Schedule' ? text('by schedule') : text('by {{name}}', { name: caller.name })
}

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  event: {
    display: 'grid',
    gap: tokens.spacingVerticalXS,
    paddingBottom: tokens.spacingVerticalM,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':last-child': { borderBottomStyle: 'none', paddingBottom: 0 },
    overflowWrap: 'anywhere',
  },
  line: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
})
