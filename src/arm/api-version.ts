// Which dated shape a request speaks (design §2): later than our newest → our newest, between two → the older.

import { ArmError } from '../base/errors.ts'

const pattern = /^\d{4}-\d{2}-\d{2}(-preview|-privatepreview|-alpha|-beta)?$/i

/** `known` ascending. Answers the one of `known` to speak; throws 400 with ARM's codes. */
export function resolveApiVersion(asked: string | undefined, known: readonly string[], type: string): string {
  if (asked === undefined || asked === '') {
    throw new ArmError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    )
  }
  if (!pattern.test(asked) || Number.isNaN(Date.parse(asked.slice(0, 10)))) {
    throw new ArmError(
      400,
      'InvalidApiVersionParameter',
      `The api-version '${asked.slice(0, 40)}' is invalid. It is a date such as '${known.at(-1)}'.`,
    )
  }
  const date = asked.slice(0, 10)
  const resolved = known.findLast((version) => version.slice(0, 10) <= date)
  if (resolved !== undefined) return resolved
  throw new ArmError(
    400,
    'NoRegisteredProviderFound',
    `The api-version '${asked}' is older than any that the type '${type}' is offered at. Known: ${known.join(', ')}.`,
  )
}
