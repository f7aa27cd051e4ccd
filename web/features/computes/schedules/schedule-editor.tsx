// Edits a list of schedules: start or stop, at a time, on days, in a zone; and shows the week they make.

import { Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useText } from '../../../i18n/use-text.ts'
import { mostSchedules, newSchedule, type Schedule, scheduleFault } from './schedule.ts'
import { ScheduleRow } from './schedule-row.tsx'
import { WeekPreview } from './week-preview.tsx'

export function ScheduleEditor(props: {
  readonly schedules: readonly Schedule[]
  onChange(schedules: readonly Schedule[]): void
}) {
  const { schedules, onChange } = props
  const text = useText()
  const styles = useStyles()
  const fault = scheduleFault(schedules)
  const isFull = schedules.length >= mostSchedules
  return (
    <div className={styles.editor}>
      {schedules.map((schedule, index) => (
        <ScheduleRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a new schedule has no name yet
          key={index}
          number={index + 1}
          schedule={schedule}
          onChange={(next) => onChange(schedules.with(index, next))}
          onRemove={() => onChange(schedules.toSpliced(index, 1))}
        />
      ))}
      <div className={styles.buttons}>
        {(['Start', 'Stop'] as const).map((action) => (
          <Button
            key={action}
            icon={<AddRegular />}
            disabledFocusable={isFull}
            onClick={() => !isFull && onChange([...schedules, newSchedule(action)])}
          >
            {action === 'Start' ? text('Add a start') : text('Add a stop')}
          </Button>
        ))}
      </div>
      {fault !== undefined && (
        <MessageBar intent="warning">
          <MessageBarBody>{text(fault)}</MessageBarBody>
        </MessageBar>
      )}
      <WeekPreview schedules={schedules} />
    </div>
  )
}

const useStyles = makeStyles({
  editor: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})
