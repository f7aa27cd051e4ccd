// The states of a deployment and of its steps, and what to do about a fault. Pure.

interface WithState {
  readonly properties: { readonly provisioningState: string }
}

export type Tone = 'success' | 'danger' | 'warning' | 'brand' | 'informative'

const tones: Readonly<Record<string, Tone>> = {
  Succeeded: 'success',
  Failed: 'danger',
  Canceled: 'warning',
  Running: 'brand',
  Accepted: 'brand',
  Deleting: 'warning',
}

export function toneOf(state: string): Tone {
  return tones[state] ?? 'informative'
}

const stateWords: Readonly<Record<string, string>> = {
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Canceled: 'Canceled',
  Running: 'Running',
  Accepted: 'Accepted',
  Deleting: 'Deleting',
}

/** An English word, to be translated. */
export function stateWord(state: string): string {
  return stateWords[state] ?? state
}

export function isActive({ properties: { provisioningState: state } }: WithState): boolean {
  return state === 'Running' || state === 'Accepted' || state === 'Deleting'
}

const nextSteps: Readonly<Record<string, string>> = {
  AuthorizationFailed: 'Ask for the role that is missing, then deploy again.',
  DeploymentActive: 'Wait for the one of this name, cancel it, or take another name.',
  DeploymentFailed: 'Look at the steps below: those that failed say why.',
  InvalidContentLink: 'The address is private, missing or too large: paste the template instead.',
  InvalidResourceType: 'Take a type that is offered: the message lists them.',
  InvalidTemplate: 'Mend the expression the message names, then deploy again.',
  NoRegisteredProviderFound: 'Take a type that is offered: the message lists them.',
  OperationNotAllowed: 'Look at the quota, then deploy again.',
  QuotaExceeded: 'Look at the quota, then deploy again.',
  RequestDisallowedByPolicy: 'Change what the policy is about, or ask for an exemption.',
}

/** An English sentence, to be translated. */
export function nextStepFor(code: string): string {
  return nextSteps[code] ?? 'Mend what the message names, then deploy again: what is there already stays.'
}

/** `PT1M2.5S` as `1 min 2 s`; undefined: unknown. */
export function shownDuration(iso: string | undefined): string {
  const [, hours, minutes, seconds] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso ?? '') ?? []
  const parts = [
    hours === undefined ? '' : `${hours} h`,
    minutes === undefined ? '' : `${minutes} min`,
    seconds === undefined ? '' : `${Number(seconds) < 10 ? Number(seconds).toFixed(1) : Math.round(Number(seconds))} s`,
  ]
  return parts.filter((part) => part !== '').join(' ') || '–'
}
