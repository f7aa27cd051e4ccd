import { Tooltip } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'

/** A moment in the person's own time, with its distance from now; UTC on pointing at it. */
export function Time({ at }: { readonly at: string | undefined }) {
  const { i18n } = useTranslation()
  if (at === undefined) return <span>–</span>
  const date = new Date(at)
  const local = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(date)
  return (
    <Tooltip content={`${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`} relationship="description">
      <time dateTime={at}>{local}</time>
    </Tooltip>
  )
}
