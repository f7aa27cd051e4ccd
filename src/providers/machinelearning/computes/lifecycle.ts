// The states of CI-112 and what may be done in each. Pure; clients use it too, for the reason behind a disabled button.

import { failedScript } from '../../../fleet/node-setup.ts'
import type { OperationRecord, ResourceRecord } from '../../../store/records.ts'
import type { Compute, ComputeStatus } from './model.ts'
import { scriptKinds } from './scripts/compute-scripts.ts'

export type ComputeRecord = ResourceRecord<Compute, ComputeStatus>

export type ComputeState =
  | 'Creating'
  | 'CreateFailed'
  | 'Deleting'
  | 'Running'
  | 'Restarting'
  | 'SettingUp'
  | 'SetupFailed'
  | 'Starting'
  | 'Stopped'
  | 'Stopping'
  | 'UserSettingUp'
  | 'UserSetupFailed'
  | 'Unusable'

const failedStates = { create: 'CreateFailed', start: 'Stopped', stop: 'Unusable', restart: 'Stopped' } as const
const startingStates = { create: 'Creating', start: 'Starting', stop: 'Starting', restart: 'Restarting' } as const

/** By the phase of the node in which it stuck, where that says more than what was asked. */
const failedPhases: Readonly<Record<string, ComputeState>> = { running: 'Unusable', settingUp: 'SetupFailed' }

/** By the phase of the node: what is ours to set up, and what its user gave it to run (CI-87). */
const settingUpStates: Readonly<Record<string, ComputeState>> = {
  settingUp: 'SettingUp',
  creationScript: 'UserSettingUp',
  startupScript: 'UserSettingUp',
}

/** What the instance is doing, from what was asked and what was last seen. */
export function stateOf(record: ComputeRecord): ComputeState {
  const { desired, observed } = record
  const hasFailed = record.failure?.generation === record.generation
  if (record.deletedAt !== undefined) return hasFailed ? 'Unusable' : 'Deleting'
  const reached = reachedState(record)
  if (reached === 'UserSetupFailed' || (reached && !hasFailed)) return reached
  const intent = intentOf(record)
  if (hasFailed) return failedPhases[observed?.phase ?? ''] ?? failedStates[intent]
  if (desired.power === 'stopped') return isBeingMade(record) ? 'Creating' : 'Stopping'
  return settingUpStates[observed?.phase ?? ''] ?? startingStates[intent]
}

/** Undefined: it is on its way. What failed beside its scripts is not looked at. */
function reachedState(record: ComputeRecord): ComputeState | undefined {
  if (!isThere(record)) return undefined
  if (record.desired.power === 'stopped') return 'Stopped'
  if (isAskedAnew(record)) return 'UserSettingUp'
  return failedScript(record.observed?.setup) ? 'UserSetupFailed' : 'Running'
}

/** A script was asked for by name, and the node has yet to begin it. */
function isAskedAnew({ desired, observed, generation, observedGeneration, failure }: ComputeRecord): boolean {
  if (observedGeneration === generation || failure?.generation === generation) return false
  return scriptKinds.some((kind) => {
    const asked = desired.setup?.scripts[kind] ? desired.setup.runs[kind] : 0
    return (observed?.setup?.[kind]?.run ?? 0) < asked
  })
}

/** By what the node does, not by generations: a change of tags is no reason to be called starting. */
function isThere({ desired, observed }: ComputeRecord): boolean {
  return observed?.phase === desired.power && (desired.power === 'stopped' || observed.boot === desired.boot)
}

/** Also when it is made without being started (CI-52). */
function isBeingMade({ desired, observedGeneration }: ComputeRecord): boolean {
  return desired.intent === 'create' && observedGeneration === 0
}

/** Once it was as asked, coming up again by itself is a start, whatever it was made for. */
function intentOf({ desired, generation, observedGeneration }: ComputeRecord): Compute['intent'] {
  const wasThere = observedGeneration === generation || (desired.intent === 'create' && observedGeneration > 0)
  return wasThere && desired.power === 'running' ? 'start' : desired.intent
}

/** `lastOperation` in the words of the wire: `Create` with `InProgress`, `Succeeded` or `CreateFailed`. */
export function lastOperationOf(operation: OperationRecord): {
  operationName: string
  operationTime: string
  operationStatus: string
  operationTrigger: string
} {
  const status = {
    InProgress: 'InProgress',
    Succeeded: 'Succeeded',
    Failed: `${operation.verb}Failed`,
    Canceled: `${operation.verb}Failed`,
  }[operation.status]
  return {
    operationName: operation.verb,
    operationTime: new Date(operation.finishedAt ?? operation.acceptedAt).toISOString(),
    operationStatus: status,
    operationTrigger: operation.trigger === 'Schedule' ? 'Schedule' : 'User',
  }
}
