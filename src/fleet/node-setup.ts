// Scripts that belong to a node's start (CI-70…87): what the node is asked to run, and what it says became of them. The
// supervisor in the node owns them; here it is only asked, as often as is needed.

import type { Engine } from '../engine/engine.ts'
import { askNode } from './ask-node.ts'
import {
  type NodeObserved,
  type NodeRecord,
  type NodeSetup,
  type NodeSetupSeen,
  type ScriptKind,
  type ScriptSeen,
  setupPlace,
} from './fleet.ts'
import type { NodeStatus } from './node-status.ts'

export interface SetupServices {
  readonly engine: Engine
  /** Opens what was sealed for this place. */
  unseal(sealed: string, place: string): string
}

/** Undefined: nothing runs and nothing is left to run. */
export async function runningScript(
  node: NodeRecord,
  status: NodeStatus,
  { engine, unseal }: SetupServices,
): Promise<ScriptKind | undefined> {
  const setup = node.desired.template.setup
  // A supervisor that knows no scripts has to start anew before there can be any.
  if (setup === undefined || status.setup === undefined) return undefined
  const { running, handled, runs } = status.setup
  if (running !== undefined || handled === numbersOf(setup)) return running
  const { secrets = {}, ...asked } = setup
  const place = setupPlace(node.parentKey)
  const opened = Object.fromEntries(Object.entries(secrets).map(([name, sealed]) => [name, unseal(sealed, place)]))
  const environment = { ...setup.environment, ...opened }
  const body = JSON.stringify({ ...asked, environment, isSettled: isSettled(node, status) })
  await askNode(engine, node.desired.machineKey, { method: 'POST', path: '/setup', body })
  // What it made of it is looked at the next time.
  return runs.creation?.run === setup.runs.creation ? 'startup' : 'creation'
}

/** `now`: when it is first told here. A node's own clock decides nothing. */
export function setupSeen(node: NodeRecord, status: NodeStatus, now: number): NodeSetupSeen | undefined {
  const runs = status.setup?.runs
  const scripts = node.desired.template.setup?.scripts
  if (scripts === undefined || runs === undefined) return undefined
  const before = node.observed?.setup
  const seen = (kind: ScriptKind): ScriptSeen | undefined => {
    const run = scripts[kind] && runs[kind]
    const earlier = before?.[kind]
    if (run === undefined) return undefined
    const isSame = earlier?.run === run.run && earlier.bootId === run.bootId && earlier.state === run.state
    return { ...run, seenAt: isSame ? earlier.seenAt : now }
  }
  return { creation: seen('creation'), startup: seen('startup') }
}

/** The script that failed, if the last of any did. */
export function failedScript(seen: NodeSetupSeen | undefined): { kind: ScriptKind; run: ScriptSeen } | undefined {
  if (seen?.creation?.state === 'failed') return { kind: 'creation', run: seen.creation }
  return seen?.startup?.state === 'failed' ? { kind: 'startup', run: seen.startup } : undefined
}

/** The failure of the change under way, if it is one: a change of tags does not fail for what failed before it. */
export function setupFailure(
  observed: NodeObserved | undefined,
  fleet: { readonly name: string; readonly modifiedAt: number },
) {
  const fault = scriptFault(observed?.setup)
  if (fault === undefined || fault.seenAt < fleet.modifiedAt) return undefined
  const { code, message, kind } = fault
  return {
    code,
    message,
    nextStep: `See "carrel compute setup-log ${fleet.name} --kind ${kind}", mend the cause, then "carrel compute retry-setup ${fleet.name}".`,
  }
}

/** Undefined: the last of each script went well, or none ran. */
export function scriptFault(seen: NodeSetupSeen | undefined) {
  const failed = failedScript(seen)
  if (failed === undefined) return undefined
  const { kind, run } = failed
  return {
    code: kind === 'creation' ? 'CreationScriptFailed' : 'StartupScriptFailed',
    message: `The ${kind} script ${endOf(run)}. The instance is up and can be opened.`,
    kind,
    seenAt: run.seenAt,
  }
}

function endOf({ reason, exitCode, message }: ScriptSeen): string {
  if (reason === 'TimedOut') return 'was ended with all it had started: it took longer than its timeout allows'
  if (reason === 'Interrupted') return 'was interrupted: the instance ended before it did'
  if (reason === 'NotStarted') return `could not be started: ${message ?? 'the node does not say why'}`
  return `ended with exit status ${exitCode ?? 'unknown'}`
}

/** A script given to a node that is up already waits for its next start. */
function isSettled(node: NodeRecord, status: NodeStatus): boolean {
  return node.observed?.phase === 'running' && node.observed.bootId === status.bootId
}

function numbersOf(setup: NodeSetup): string {
  return `${setup.runs.creation}.${setup.runs.startup}`
}
