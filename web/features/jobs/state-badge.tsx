import { Badge, Spinner, Tooltip } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import type { Job } from './job.ts'
import { isCanceled, toneOf, wordFor } from './job-state.ts'

/** The state in a word and a colour, and why where something is wrong. */
export function StateBadge({ job }: { readonly job: Job }) {
  const text = useText()
  const { state, errors, isLeaving } = job
  const isMoving = isLeaving || state === 'running' || state === 'terminating'
  const word = state === 'failed' && isCanceled(job) ? text('Canceled') : text(wordFor(state))
  const badge = (
    <Badge
      appearance="tint"
      color={isLeaving ? 'informative' : isCanceled(job) ? 'subtle' : toneOf(state)}
      icon={isMoving ? <Spinner size="extra-tiny" aria-hidden="true" /> : null}
    >
      {isLeaving ? text('Deleting') : word}
    </Badge>
  )
  const [first] = errors
  if (first === undefined) return badge
  return (
    <Tooltip content={first.message} relationship="description">
      <span>{badge}</span>
    </Tooltip>
  )
}
