// How far a job is, in phases with the time each took; why it waits, or why it failed.

import {
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  mergeClasses,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { durationText } from '../../../ui/duration-text.ts'
import { Panel } from '../../../ui/panel.tsx'
import { useNow } from '../../../ui/use-now.ts'
import type { Job } from '../job.ts'
import { isCanceled, isOver } from '../job-state.ts'
import { phasesOf } from './phases.ts'
import { reasonWords, waitQuery } from './wait-query.ts'

export function Progress({ job }: { readonly job: Job }) {
  const text = useText()
  const styles = useStyles()
  const now = useNow(!isOver(job))
  const [first] = job.errors
  return (
    <Panel title={text('How far it is')} isWide>
      <ol className={styles.phases} aria-label={text('Phases')}>
        {phasesOf(job, now).map(({ name, state, tookMs }) => (
          <li
            key={name}
            className={mergeClasses(styles.phase, styles[state])}
            aria-current={state === 'now' ? 'step' : undefined}
          >
            <Text weight={state === 'now' ? 'semibold' : 'regular'}>{text(name)}</Text>
            <Text size={200}>{tookMs === undefined ? ' ' : durationText(tookMs)}</Text>
          </li>
        ))}
      </ol>
      {job.state === 'queued' && <Waiting job={job} />}
      {isOver(job) && first !== undefined && (
        <MessageBar intent={isCanceled(job) ? 'info' : 'error'} layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{first.code}</MessageBarTitle> {first.message}
          </MessageBarBody>
        </MessageBar>
      )}
    </Panel>
  )
}

function Waiting({ job }: { readonly job: Job }) {
  const { arm } = useStudio()
  const text = useText()
  const { data } = useQuery(waitQuery(arm, job))
  if (data === undefined || !data.isWaiting || data.reason === undefined) return undefined
  const { position, waiting = 0, reason } = data
  const words = reasonWords[reason.code]
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>
          {position === undefined
            ? text('It waits')
            : text('Place {{position}} of {{waiting}} in the queue of {{cluster}}', {
                position,
                waiting,
                cluster: job.cluster,
              })}
        </MessageBarTitle>{' '}
        {words !== undefined && `${text(words)} `}
        <Text size={200}>{reason.message}</Text>
      </MessageBarBody>
    </MessageBar>
  )
}

const useStyles = makeStyles({
  phases: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '2px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  phase: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    flexBasis: '7rem',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    backgroundColor: tokens.colorNeutralBackground3,
    borderTop: `3px solid ${tokens.colorNeutralStroke1}`,
  },
  done: { backgroundColor: tokens.colorBrandBackground2, borderTopColor: tokens.colorBrandStroke1 },
  now: {
    backgroundColor: tokens.colorBrandBackground2,
    borderTopColor: tokens.colorBrandStroke1,
    borderTopStyle: 'dashed',
  },
  failed: { backgroundColor: tokens.colorPaletteRedBackground1, borderTopColor: tokens.colorPaletteRedBorderActive },
  ahead: { color: tokens.colorNeutralForeground3 },
})
