// Links to a job's files: whoever has one reads that one file, for a while, without signing in. All of it is in the link,
// sealed, so that nobody can make one and nothing has to be remembered.

import { ArmError } from '../../../base/errors.ts'
import type { Sealer } from '../../../identity/seal.ts'

export const fileLinkPath = '/carrel/job-files'
const place = 'job file'

export interface LinkedFile {
  readonly share: string
  readonly path: readonly string[]
  /** Epoch milliseconds. */
  readonly until: number
}

export function fileLink(file: LinkedFile, { endpoint, sealer }: { endpoint: string; sealer: Sealer }): string {
  return `${endpoint}${fileLinkPath}?sig=${sealer.seal(JSON.stringify(file), place)}`
}

/** Throws ArmError 403 for what is no link of ours, or one that is over. */
export function linkedFile(signature: string, sealer: Sealer, now: number): LinkedFile {
  const file = opened(signature, sealer)
  if (file.until >= now) return file
  throw new ArmError(403, 'LinkExpired', 'The link to the file is over. List the output files again for another.')
}

function opened(signature: string, sealer: Sealer): LinkedFile {
  try {
    return JSON.parse(sealer.open(signature, place)) as LinkedFile
  } catch (cause) {
    throw new ArmError(403, 'InvalidLink', 'The link to the file is not valid. List the output files for one.', {
      cause,
    })
  }
}
