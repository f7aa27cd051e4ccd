// CI-86: the scripts of an instance and what became of them, on the wire.

import type { NodeSetupSeen, ScriptSeen } from '../../../../fleet/fleet.ts'
import type { ComputeScript, ComputeSetup } from './compute-scripts.ts'

/** `withDigest`: what is pinned is told too, which Azure does not do. */
export function renderScripts(setup: ComputeSetup | undefined, withDigest: boolean) {
  if (setup === undefined || Object.keys(setup.scripts).length === 0) return null
  const { creation, startup } = setup.scripts
  return {
    scripts: {
      ...(creation ? { creationScript: renderScript(creation, withDigest) } : {}),
      ...(startup ? { startupScript: renderScript(startup, withDigest) } : {}),
    },
  }
}

/** The last run of each; undefined: none was heard of yet. */
export function renderRuns(seen: NodeSetupSeen | undefined) {
  if (seen?.creation === undefined && seen?.startup === undefined) return undefined
  return {
    ...(seen.creation ? { creation: renderRun(seen.creation) } : {}),
    ...(seen.startup ? { startup: renderRun(seen.startup) } : {}),
  }
}

function renderScript({ source, data, argumentLine, timeout, pinned }: ComputeScript, withDigest: boolean) {
  return {
    scriptSource: source,
    scriptData: data,
    ...(argumentLine === null ? {} : { scriptArguments: argumentLine }),
    ...(timeout === null ? {} : { timeout }),
    ...(pinned === undefined || !withDigest ? {} : { digest: pinned.digest }),
  }
}

function renderRun({ run, state, digest, startedAt, endedAt, exitCode, reason, message }: ScriptSeen) {
  return {
    ...{ run, state, digest, startedAt: time(startedAt) },
    ...(endedAt === undefined ? {} : { endedAt: time(endedAt) }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  }
}

/** A node says what it likes: a time that is none is the first of all. */
function time(ms: number): string {
  return new Date(Math.abs(ms) < 8.64e15 ? ms : 0).toISOString()
}
