import { makeStyles, tokens } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import { actionWords, dayWords, type Schedule, type WeekDay, weekDays } from './schedule.ts'

/** The week as the schedules make it: what happens on each day, in order. Those written in another way are not in it. */
export function WeekPreview({ schedules }: { readonly schedules: readonly Schedule[] }) {
  const text = useText()
  const styles = useStyles()
  if (!schedules.some(({ timing, isEnabled }) => isEnabled && timing.kind === 'weekly')) return undefined
  return (
    <table className={styles.week} aria-label={text('The week')}>
      <thead>
        <tr>
          {weekDays.map((day) => (
            <th key={day} scope="col">
              {text(dayWords[day].short)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          {weekDays.map((day) => (
            <td key={day} className={styles.day}>
              {firingsOn(day, schedules).map(({ time, action }) => (
                <div key={`${time} ${action}`} className={action === 'Start' ? styles.start : styles.stop}>
                  {time} {text(actionWords[action] ?? action)}
                </div>
              ))}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  )
}

function firingsOn(day: WeekDay, schedules: readonly Schedule[]): readonly { time: string; action: string }[] {
  return schedules
    .flatMap(({ timing, action, isEnabled }) =>
      isEnabled && timing.kind === 'weekly' && timing.days.includes(day) ? [{ time: timing.time, action }] : [],
    )
    .toSorted((a, b) => a.time.localeCompare(b.time))
}

const useStyles = makeStyles({
  week: { tableLayout: 'fixed', width: '100%', borderCollapse: 'collapse', fontSize: tokens.fontSizeBase200 },
  day: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    verticalAlign: 'top',
    height: '3rem',
    padding: tokens.spacingHorizontalXXS,
    overflowWrap: 'anywhere',
  },
  start: { color: tokens.colorPaletteGreenForeground1 },
  stop: { color: tokens.colorNeutralForeground2 },
})
