// Keys of resources: derived from the installation's master key, so that none is in the database, and the same as long as
// nobody replaces them. A resource made anew under the same name has others.

import { ArmError } from '../base/errors.ts'
import type { Stored, StoredRecord } from './stored-type.ts'

/** The part of the sealer that is needed. */
export interface KeySource {
  /** 32 bytes for one purpose, in base64url. */
  derive(purpose: string): string
}

/** `bytes` of key material, as standard base64. */
export function derivedKey(
  source: KeySource,
  record: StoredRecord,
  { name, bytes }: { name: string; bytes: number },
): string {
  const place = `resource key ${record.key} ${record.createdAt} ${name} ${roundOf(record.desired, name)}`
  const parts = Array.from({ length: Math.ceil(bytes / 32) }, (_, index) =>
    Buffer.from(source.derive(`${place} ${index}`), 'base64url'),
  )
  return Buffer.concat(parts).subarray(0, bytes).toString('base64')
}

/** Desired in which one key is another from now on. Throws 400 for a name that is none of `names`. */
export function withNewKey(desired: Stored, name: unknown, names: readonly string[]): Stored {
  const found = names.find((each) => typeof name === 'string' && each.toLowerCase() === name.toLowerCase())
  if (found === undefined) {
    throw new ArmError(400, 'InvalidRequestContent', `The key to replace must be one of ${names.join(', ')}.`)
  }
  return { ...desired, state: { ...desired.state, [found]: roundOf(desired, found) + 1 } }
}

function roundOf({ state }: Stored, name: string): number {
  const round = state?.[name]
  return typeof round === 'number' ? round : 1
}
