import { ArmError } from '../../base/errors.ts'
import type { ConfinedFolder, ConfinedPath } from '../../share/confined-folder.ts'
import { ConfinedPathError } from '../../share/confined-path-error.ts'
import { etagOf } from './entry-document.ts'
import { lists } from './send-file.ts'

/**
 * Throws 412 unless the file there is one of those `If-Match` names. Looked at just before the change; of two who change
 * the same version at the same moment, the later wins.
 */
export async function requireMatch(
  share: ConfinedFolder,
  path: ConfinedPath,
  ifMatch: string | undefined,
): Promise<void> {
  if (ifMatch === undefined) return
  const now = await share.stat(path).catch((error: unknown) => {
    if (error instanceof ConfinedPathError && error.code === 'NotFound') return undefined
    throw error
  })
  if (now !== undefined && lists(ifMatch, etagOf(now))) return
  const what = now === undefined ? 'there is no such file' : `its ETag is ${etagOf(now)}`
  throw new ArmError(
    412,
    'PreconditionFailed',
    `The condition 'If-Match: ${ifMatch.slice(0, 100)}' is not met: ${what}. Read it again and decide anew.`,
  )
}
