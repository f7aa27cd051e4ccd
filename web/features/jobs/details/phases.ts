// The phases of a job, each with the time it took. Pure.

import { durationOf, type Job } from '../job.ts'
import { isCanceled, isOver } from '../job-state.ts'

export interface Phase {
  /** An English word, to be translated. */
  readonly name: string
  readonly state: 'done' | 'now' | 'ahead' | 'failed'
  /** Milliseconds; undefined: it has not begun, or takes none. */
  readonly tookMs: number | undefined
}

export function phasesOf(job: Job, now: number): readonly Phase[] {
  const { state, startedAt, submittedAt } = job
  const hasRun = startedAt !== undefined
  const submitted = Date.parse(submittedAt)
  const waitedMs = hasRun ? Math.max(0, Date.parse(startedAt) - submitted) : now - submitted
  const isEnded = isOver(job)
  return [
    { name: words.submitted, state: 'done', tookMs: undefined },
    {
      name: words.waiting,
      state: state === 'queued' ? 'now' : 'done',
      tookMs: hasRun || !isEnded ? waitedMs : undefined,
    },
    {
      name: state === 'terminating' ? words.ending : words.running,
      state: isEnded ? (hasRun ? 'done' : 'ahead') : state === 'queued' ? 'ahead' : 'now',
      tookMs: durationOf(job, now),
    },
    { name: endOf(job), state: endStateOf(job), tookMs: undefined },
  ]
}

const words: Readonly<Record<string, string>> & {
  readonly [name in 'submitted' | 'waiting' | 'running' | 'ending']: string
} = {
  submitted: 'Submitted',
  waiting: 'Waiting',
  running: 'Running',
  ending: 'Ending',
  over: 'Over',
  succeeded: 'Succeeded',
  failed: 'Failed',
  canceled: 'Canceled',
}

function endOf(job: Job): string {
  if (!isOver(job)) return words['over'] ?? ''
  if (isCanceled(job)) return words['canceled'] ?? ''
  return words[job.state] ?? job.state
}

function endStateOf(job: Job): Phase['state'] {
  if (!isOver(job)) return 'ahead'
  return job.state === 'failed' && !isCanceled(job) ? 'failed' : 'done'
}
