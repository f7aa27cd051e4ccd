import { Tooltip } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { regionOf } from './region-of.ts'
import { useClockChoice } from './use-clock-choice.ts'

/** A moment in the person's own time or in UTC, as they chose; the other one on pointing at it. `isShort`: without its year
 *  while that lasts, as a column of a table has it. */
export function Time({ at, isShort = false }: { readonly at: string | undefined; readonly isShort?: boolean }) {
  const { i18n } = useTranslation()
  const { choice } = useClockChoice()
  if (at === undefined) return <span>–</span>
  const date = new Date(at)
  const style = isShort && date.getFullYear() === new Date().getFullYear() ? withoutYear : whole
  const local = new Intl.DateTimeFormat(regionOf(i18n.language), style).format(date)
  const universal = `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
  return (
    <Tooltip content={choice === 'utc' ? local : universal} relationship="description">
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {choice === 'utc' ? universal : local}
      </time>
    </Tooltip>
  )
}

const whole: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' }
const withoutYear: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }
