// What the states mean to a person: how they look, whether something is under way, and what may be done in each, with the
// reason where it may not. The server decides; this table only saves a click that would be refused.

import type { Compute, ComputeState } from './compute.ts'

export type Tone = 'success' | 'informative' | 'warning' | 'danger' | 'subtle'

const tones: Readonly<Record<ComputeState, Tone>> = {
  Running: 'success',
  Stopped: 'subtle',
  Creating: 'informative',
  Starting: 'informative',
  Stopping: 'informative',
  Restarting: 'informative',
  SettingUp: 'informative',
  UserSettingUp: 'informative',
  Deleting: 'informative',
  UserSetupFailed: 'warning',
  CreateFailed: 'danger',
  SetupFailed: 'danger',
  Unusable: 'danger',
}

const words: Readonly<Record<ComputeState, string>> = {
  Running: 'Running',
  Stopped: 'Stopped',
  Creating: 'Creating',
  Starting: 'Starting',
  Stopping: 'Stopping',
  Restarting: 'Restarting',
  SettingUp: 'Setting up',
  UserSettingUp: 'Running set-up script',
  Deleting: 'Deleting',
  UserSetupFailed: 'Set-up script failed',
  CreateFailed: 'Could not be created',
  SetupFailed: 'Could not be set up',
  Unusable: 'Unusable',
}

export const toneOf = (state: ComputeState): Tone => tones[state]
/** An English sentence, to be translated. */
export const wordFor = (state: ComputeState): string => words[state]
/** Something changes by itself soon. */
export const isUnderWay = (state: ComputeState): boolean => tones[state] === 'informative'

export const computeActions = ['start', 'stop', 'restart', 'delete'] as const
export type ComputeAction = (typeof computeActions)[number]

type Rule = (state: ComputeState) => string | undefined

const rules: Readonly<Record<ComputeAction, Rule>> = {
  start: (state) => {
    if (state === 'Running' || state === 'UserSetupFailed') return 'It runs already.'
    return state === 'Deleting' ? 'It is being deleted.' : whileBusy(state)
  },
  stop: (state) => {
    if (state === 'Stopped' || state === 'CreateFailed') return 'It is not running.'
    if (state === 'Stopping') return 'It is being stopped.'
    return state === 'Deleting' ? 'It is being deleted.' : undefined
  },
  restart: (state) => {
    if (state === 'Stopped' || state === 'CreateFailed') return 'It is not running: start it.'
    return state === 'Deleting' ? 'It is being deleted.' : whileBusy(state)
  },
  delete: (state) => (state === 'Deleting' ? 'It is being deleted.' : undefined),
}

function whileBusy(state: ComputeState): string | undefined {
  return isUnderWay(state) ? 'Something is under way: wait until it is done.' : undefined
}

/** Why not; undefined: it may be done. An English sentence, to be translated. */
export function reasonAgainst(action: ComputeAction, compute: Pick<Compute, 'state'>): string | undefined {
  return rules[action](compute.state)
}

/** Why an application cannot be opened now. */
export function reasonAgainstOpening(
  compute: Pick<Compute, 'state' | 'ownerId'>,
  personId: string,
): string | undefined {
  if (compute.ownerId !== personId) return 'Only the person it belongs to opens its applications.'
  return compute.state === 'Running' || compute.state === 'UserSetupFailed' ? undefined : 'It is not running.'
}
