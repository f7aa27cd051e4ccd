import { Tooltip } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useClockChoice } from './use-clock-choice.ts'

/** A moment in the person's own time or in UTC, as they chose; the other one on pointing at it. */
export function Time({ at }: { readonly at: string | undefined }) {
  const { i18n } = useTranslation()
  const { choice } = useClockChoice()
  if (at === undefined) return <span>–</span>
  const date = new Date(at)
  const local = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(date)
  const universal = `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
  return (
    <Tooltip content={choice === 'utc' ? local : universal} relationship="description">
      <time dateTime={at}>{choice === 'utc' ? universal : local}</time>
    </Tooltip>
  )
}
