import { Button, Input, Label, makeStyles, Select, Switch, ToggleButton, tokens } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { useId } from 'react'
import { useText } from '../../../i18n/use-text.ts'
import { dayWords, type Schedule, type WeekDay, type WeeklyTiming, weekDays } from './schedule.ts'
import { timeZones } from './time-zones.ts'

/** One schedule. What was written in another way is shown and can be switched off or removed. */
export function ScheduleRow(props: {
  readonly number: number
  readonly schedule: Schedule
  onChange(schedule: Schedule): void
  onRemove(): void
}) {
  const { number, schedule, onChange, onRemove } = props
  const text = useText()
  const styles = useStyles()
  const { timing } = schedule
  const name = text('Schedule {{number}}', { number })
  return (
    <fieldset className={styles.row} aria-label={name}>
      <Select
        aria-label={text('Action')}
        value={schedule.action}
        onChange={(_, { value }) => onChange({ ...schedule, action: value === 'Start' ? 'Start' : 'Stop' })}
      >
        <option value="Start">{text('Start')}</option>
        <option value="Stop">{text('Stop')}</option>
      </Select>
      {timing.kind === 'weekly' ? (
        <Weekly timing={timing} onChange={(next) => onChange({ ...schedule, timing: next })} />
      ) : (
        <code>{timing.words}</code>
      )}
      <Switch
        label={text('Enabled')}
        checked={schedule.isEnabled}
        onChange={(_, { checked }) => onChange({ ...schedule, isEnabled: checked })}
      />
      <Button
        appearance="subtle"
        icon={<DeleteRegular />}
        aria-label={text('Remove {{name}}', { name })}
        onClick={onRemove}
      />
    </fieldset>
  )
}

function Weekly({ timing, onChange }: { readonly timing: WeeklyTiming; onChange(timing: WeeklyTiming): void }) {
  const text = useText()
  const styles = useStyles()
  const id = useId()
  const toggle = (day: WeekDay) => {
    const days = weekDays.filter((each) => (each === day) !== timing.days.includes(each))
    onChange({ ...timing, days })
  }
  return (
    <>
      <Input
        type="time"
        aria-label={text('Time')}
        value={timing.time}
        onChange={(_, { value }) => onChange({ ...timing, time: value })}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons inside a fieldset of its own would be read twice */}
      <div className={styles.days} role="group" aria-label={text('Days')}>
        {weekDays.map((day) => (
          <ToggleButton
            key={day}
            size="small"
            shape="circular"
            checked={timing.days.includes(day)}
            title={text(dayWords[day].long)}
            onClick={() => toggle(day)}
          >
            {text(dayWords[day].short)}
          </ToggleButton>
        ))}
      </div>
      <span className={styles.pair}>
        <Label htmlFor={id}>{text('Zone')}</Label>
        <Select
          id={id}
          className={styles.zone}
          value={timing.timeZone}
          onChange={(_, { value }) => onChange({ ...timing, timeZone: value })}
        >
          {timeZones(timing.timeZone).map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </Select>
      </span>
    </>
  )
}

const useStyles = makeStyles({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: tokens.spacingHorizontalS,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    minWidth: 0,
  },
  days: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXXS },
  pair: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  zone: { maxWidth: '12rem' },
})
