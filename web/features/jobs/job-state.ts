// What the states of a job mean to a person, and what may be done in each, with the reason where it may not. The server
// decides; this table only saves a click that would be refused.

import type { Job, JobState } from './job.ts'

type Tone = 'success' | 'informative' | 'warning' | 'danger' | 'subtle'

export const jobStates = ['queued', 'running', 'terminating', 'succeeded', 'failed'] as const

const tones: Readonly<Record<JobState, Tone>> = {
  queued: 'warning',
  running: 'informative',
  terminating: 'informative',
  succeeded: 'success',
  failed: 'danger',
}

const words: Readonly<Record<JobState, string>> = {
  queued: 'Waiting',
  running: 'Running',
  terminating: 'Ending',
  succeeded: 'Succeeded',
  failed: 'Failed',
}

export const toneOf = (state: JobState): Tone => tones[state]
/** An English sentence, to be translated. */
export const wordFor = (state: JobState): string => words[state]

export function isOver({ state }: Pick<Job, 'state'>): boolean {
  return state === 'succeeded' || state === 'failed'
}

/** Somebody asked for its end before it had one of its own. */
export function isCanceled({ errors }: Pick<Job, 'errors'>): boolean {
  return errors.some(({ code }) => code === 'JobTerminated')
}

export const jobActions = ['cancel', 'delete'] as const
export type JobAction = (typeof jobActions)[number]

/** Why not; undefined: it may be done. An English sentence, to be translated. */
export function reasonAgainst(action: JobAction, job: Pick<Job, 'state' | 'isLeaving'>): string | undefined {
  if (job.isLeaving) return 'It is being deleted.'
  if (action === 'delete') return undefined
  if (isOver(job)) return 'It is over already.'
  return job.state === 'terminating' ? 'Its end was asked for already.' : undefined
}
