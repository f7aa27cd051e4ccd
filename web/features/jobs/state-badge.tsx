import { useText } from '../../i18n/use-text.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import type { Job } from './job.ts'
import { isCanceled, toneOf, wordFor } from './job-state.ts'

export function StateBadge({ job }: { readonly job: Job }) {
  const text = useText()
  const { state, errors, isLeaving } = job
  const word = state === 'failed' && isCanceled(job) ? text('Canceled') : text(wordFor(state))
  return (
    <StateMark
      word={isLeaving ? text('Deleting') : word}
      tone={isLeaving ? 'informative' : isCanceled(job) ? 'subtle' : toneOf(state)}
      isUnderWay={isLeaving || state === 'running' || state === 'terminating'}
      errors={errors}
    />
  )
}
