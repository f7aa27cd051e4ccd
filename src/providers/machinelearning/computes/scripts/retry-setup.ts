// Runs again what failed, on the machine as it is. A script that succeeded runs again only when it is named.

import { z } from 'zod'
import { readBody } from '../../../../arm/read-body.ts'
import type { ChangeAction } from '../../../../arm/resource-type.ts'
import { ArmError } from '../../../../base/errors.ts'
import type { ScriptKind } from '../../../../fleet/fleet.ts'
import { failedScript } from '../../../../fleet/node-setup.ts'
import type { ComputeRecord } from '../lifecycle.ts'
import type { Compute, ComputeStatus } from '../model.ts'
import { type ComputeScript, type ComputeSetup, scriptKinds } from './compute-scripts.ts'

const bodySchema = z.strictObject({
  kind: z.enum(['creation', 'startup']).nullish(),
  /** Scripts on the share are read anew, as they are now. */
  readAgain: z.boolean().nullish(),
})

/** Beside the time the scripts themselves have. */
const deadlineMs = 10 * 60_000

export const retrySetup: ChangeAction<Compute, ComputeStatus> = {
  kind: 'change',
  verb: 'RetrySetup',
  deadlineMs,
  apply(record, body) {
    const { kind, readAgain } = readBody(bodySchema, body() ?? {})
    const { desired, observed } = record
    const setup = setupOf(record)
    const again = kind ?? failedScript(observed?.setup)?.kind
    if (again === undefined) {
      throw new ArmError(409, 'NothingToRetry', "No set-up script failed. Name the one to run again as 'kind'.")
    }
    if (setup.scripts[again] === undefined) {
      throw new ArmError(409, 'NoSetupScript', `The instance has no ${again} script.`, { target: 'kind' })
    }
    const runs = { ...setup.runs, [again]: setup.runs[again] + 1 }
    return { ...desired, setup: { runs, scripts: readAgain === true ? unread(setup) : setup.scripts } }
  },
  refuse(record) {
    const { desired, observed } = record
    if (desired.setup === undefined || Object.keys(desired.setup.scripts).length === 0)
      return new ArmError(409, 'NoSetupScript', 'The instance has no set-up script.')
    if (desired.power !== 'running' || observed?.phase !== 'running')
      return new ArmError(409, 'ComputeNotRunning', 'Scripts run on an instance that is up and not busy with them.')
    return undefined
  },
}

function setupOf({ desired }: ComputeRecord): ComputeSetup {
  return desired.setup ?? { runs: { creation: 0, startup: 0 }, scripts: {} }
}

function unread(setup: ComputeSetup): ComputeSetup['scripts'] {
  const scripts: Partial<Record<ScriptKind, ComputeScript>> = {}
  for (const kind of scriptKinds) {
    const script = setup.scripts[kind]
    if (script) scripts[kind] = script.source === 'inline' ? script : { ...script, pinned: undefined }
  }
  return scripts
}
