// A new job like one there was. Pure.

import type { Job } from '../job.ts'
import { type JobDraft, withMembers } from './job-properties.ts'

/** What only the server says of a job. */
const told = [
  'toolType',
  'jobOutputDirectoryPathSegment',
  'creationTime',
  'provisioningState',
  'provisioningStateTransitionTime',
  'executionState',
  'executionStateTransitionTime',
  'executionInfo',
  'submittedBy',
  'nodes',
  'attempts',
]

/** Its secrets have names and no values: those have to be given again. */
export function draftLike({ name, experiment, properties }: Job): JobDraft {
  const asked = Object.fromEntries(
    Object.entries(properties).filter(([member, value]) => !told.includes(member) && value !== null),
  )
  const { constraints } = properties
  const isLongest = constraints?.maxWallClockTime === 'P7D'
  return {
    name: nextName(name),
    experiment,
    properties: withMembers(asked, isLongest ? { constraints: undefined } : {}),
  }
}

/** `train` becomes `train-2`, `train-2` becomes `train-3`. */
export function nextName(name: string): string {
  const [, stem = name, number] = /^(.*?)-(\d{1,4})$/.exec(name) ?? []
  const next = `-${number === undefined ? 2 : Number(number) + 1}`
  return stem.slice(0, 64 - next.length) + next
}
