// Reads the scripts that lie on the workspace's share, once, when they are accepted (CI-73, CI-83). What lies there was
// written by nodes and is opened as such.

import { ArmError } from '../../../../base/errors.ts'
import type { ConfinedFolder } from '../../../../share/confined-folder.ts'
import { type ConfinedPathCode, ConfinedPathError } from '../../../../share/confined-path-error.ts'
import { maxScriptBytes, pin, placeOf } from './accept-scripts.ts'
import { type ComputeScript, type ComputeSetup, type PinnedScript, scriptKinds } from './compute-scripts.ts'

/** The share of a workspace; undefined: it has had no files yet. The caller disposes. */
export type OpenShare = () => Promise<ConfinedFolder | undefined>

/** Throws ArmError 400 for a script that cannot be read. */
export async function pinScripts(setup: ComputeSetup, openShare: OpenShare): Promise<ComputeSetup> {
  const missing = scriptKinds.filter((kind) => {
    const script = setup.scripts[kind]
    return script !== undefined && script.pinned === undefined
  })
  if (missing.length === 0) return setup
  await using share = await openShare()
  const scripts = { ...setup.scripts }
  for (const kind of missing) {
    const script = scripts[kind]
    if (script !== undefined) scripts[kind] = { ...script, pinned: await readScript(script, share, placeOf(kind)) }
  }
  return { ...setup, scripts }
}

/** Names from the share inwards. */
export function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.')
}

async function readScript(
  { data }: ComputeScript,
  share: ConfinedFolder | undefined,
  place: string,
): Promise<PinnedScript> {
  try {
    if (share === undefined) throw new ConfinedPathError('NotFound', namesOf(data))
    const { bytes, size } = await share.read(namesOf(data), { limit: maxScriptBytes + 1 })
    // One that changes meanwhile may have ended early; nothing half is taken.
    if (bytes.length < Math.min(size, maxScriptBytes + 1)) throw new ConfinedPathError('NotFound', namesOf(data))
    return pin(bytes, place)
  } catch (error) {
    throw error instanceof ConfinedPathError ? refusal(error.code, data, place) : error
  }
}

const reasons: Readonly<Partial<Record<ConfinedPathCode, string>>> = {
  NotFound: 'is not there',
  NotAFile: 'is not a file',
  NotAFolder: 'is not there',
  Outside: 'leads out of the share, or through a link',
}

function refusal(code: ConfinedPathCode, path: string, place: string): ArmError {
  return new ArmError(
    400,
    'ScriptNotFound',
    `The set-up script '${path.slice(0, 200)}' ${reasons[code] ?? 'cannot be read'} on the workspace's share. scriptData is its path below the folder 'code', such as 'Users/ana/setup.sh'.`,
    { target: `${place}.scriptData` },
  )
}
