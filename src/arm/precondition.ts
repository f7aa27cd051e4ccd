// Optimistic concurrency (`If-Match`, `If-None-Match`). The tag stands for what was last asked for: what the controller
// finds out by itself does not change it, so that nobody loses a race against a machine that merely went on starting.

import { ArmError } from '../base/errors.ts'
import type { ResourceRecord } from '../store/records.ts'

/** The header values, as sent. */
export interface Precondition {
  readonly ifMatch: string | undefined
  readonly ifNoneMatch: string | undefined
}

/** Strong; another after every accepted change, and after deletion and creation anew. */
export function etagOf({ createdAt, generation }: Pick<ResourceRecord, 'createdAt' | 'generation'>): string {
  return `"${createdAt.toString(36)}-${generation}"`
}

/** Throws 412 when what is there (`undefined`: nothing) is not what the request was meant for. */
export function requirePrecondition(precondition: Precondition | undefined, record: ResourceRecord | undefined): void {
  const { ifMatch, ifNoneMatch } = precondition ?? {}
  const tag = record && etagOf(record)
  if (ifMatch !== undefined && !lists(ifMatch, tag)) throw unmet('If-Match', ifMatch, tag)
  if (ifNoneMatch !== undefined && lists(ifNoneMatch, tag)) throw unmet('If-None-Match', ifNoneMatch, tag)
}

/** `*` is any that exists. A weak tag matches nothing: it does not promise that the two are the same. */
function lists(header: string, tag: string | undefined): boolean {
  if (tag === undefined) return false
  return header.split(',').some((each) => each.trim() === '*' || each.trim() === tag)
}

function unmet(header: string, value: string, tag: string | undefined): ArmError {
  const now = tag === undefined ? 'there is no such resource' : `its ETag is ${tag}`
  return new ArmError(
    412,
    'PreconditionFailed',
    `The condition '${header}: ${value.slice(0, 100)}' is not met: ${now}. Read it again and decide anew.`,
  )
}
