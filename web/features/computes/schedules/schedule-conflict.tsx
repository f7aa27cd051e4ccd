// Two have changed the schedules of one instance: both lists beside each other, and the choice between them.

import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import { useText } from '../../../i18n/use-text.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { actionWords, dayWords, type Schedule } from './schedule.ts'

export function ScheduleConflict(props: {
  readonly theirs: readonly Schedule[]
  readonly mine: readonly Schedule[]
  onKeepMine(): void
  onTakeTheirs(): void
  /** To put the two together by hand. */
  onGoOn(): void
}) {
  const { theirs, mine, onKeepMine, onTakeTheirs, onGoOn } = props
  const text = useText()
  const styles = useStyles()
  return (
    <section aria-label={text('Two versions')} className={styles.conflict}>
      <MessageBar intent="warning" layout="multiline" role="alert">
        <MessageBarBody>
          <MessageBarTitle>{text('Somebody changed these schedules meanwhile')}</MessageBarTitle>{' '}
          {text('Nothing is saved yet. Choose which version stays.')}
        </MessageBarBody>
      </MessageBar>
      <div className={styles.sides}>
        <Side title={text('There now')} schedules={theirs} />
        <Side title={text('Yours')} schedules={mine} />
      </div>
      <div className={styles.buttons}>
        <ActionButton label={text('Take what is there')} onClick={onTakeTheirs} />
        <ActionButton appearance="primary" label={text('Save yours in its place')} onClick={onKeepMine} />
        <ActionButton appearance="subtle" label={text('Go on editing')} onClick={onGoOn} />
      </div>
    </section>
  )
}

function Side({ title, schedules }: { readonly title: string; readonly schedules: readonly Schedule[] }) {
  const text = useText()
  const styles = useStyles()
  const id = useId()
  const wordsOf = ({ timing }: Schedule) => {
    if (timing.kind === 'other') return timing.words
    return `${timing.time}, ${timing.days.map((day) => text(dayWords[day].short)).join(' ')} (${timing.timeZone})`
  }
  return (
    <div>
      <h3 id={id} className={styles.title}>
        {title}
      </h3>
      {schedules.length === 0 && <span>{text('It runs until somebody stops it.')}</span>}
      <ul className={styles.list} aria-labelledby={id}>
        {schedules.map((schedule, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a new schedule has no name yet
          <li key={index}>
            {text(actionWords[schedule.action] ?? schedule.action)} {wordsOf(schedule)}
            {!schedule.isEnabled && ` · ${text('Disabled')}`}
          </li>
        ))}
      </ul>
    </div>
  )
}

const useStyles = makeStyles({
  conflict: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  sides: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(16rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase300 },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
})
