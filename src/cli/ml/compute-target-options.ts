// The options that all lines of the first `az ml` have, beside those every command here has.

import { computeNames } from '../compute/read-compute.ts'
import type { ApiOption } from '../frame/api-command.ts'

const subscription: ApiOption = { flags: '--subscription-id <id>', summary: 'the same as --subscription' }

export const placeOptions: readonly ApiOption[] = [subscription]

/** Of lines about an instance that is there. */
export const targetOptions: readonly ApiOption[] = [
  { flags: '-n, --name <name>', summary: 'name of the instance', isRequired: true, completes: computeNames },
  subscription,
]
