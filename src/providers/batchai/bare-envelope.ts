import type { Envelope } from '../../arm/wire.ts'
import { ArmError } from '../../base/errors.ts'

const names = ['location', 'tags', 'identity', 'sku', 'kind', 'zones'] as const

/** Throws ArmError 400 for what a resource in a workspace has not, beside its properties: nobody would read it. */
export function requireBare(body: Envelope, what: string): void {
  const name = names.find((each) => !isEmpty(body[each]))
  if (name === undefined) return
  throw new ArmError(
    400,
    'InvalidRequestContent',
    `'${name}' is not offered: a ${what} has properties alone, and its workspace has location and tags. Leave it out.`,
    { target: name },
  )
}

/** What clients send for "none". */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
