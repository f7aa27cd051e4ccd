// What the store says of one app: whose it is, how far its node is, and how to reach it.

import type { Endpoint } from '../engine/engine.ts'
import type { NodeDesired, NodeObserved, NodePhase } from '../fleet/fleet.ts'
import type { Failure } from '../store/records.ts'

export interface AppTarget {
  readonly label: string
  readonly channel: string
  /** The name people know the instance by. */
  readonly instance: string
  /** The only one who may open it. */
  readonly ownerId: string
  readonly state: NodeState
  /** Undefined unless the node is running. */
  readonly reach: Reach | undefined
}

export interface NodeState {
  readonly phase: NodeObserved['phase'] | 'unknown'
  readonly phases: NodeObserved['phases']
  readonly cause: string | undefined
  readonly failure: Failure | undefined
  /** Something was asked of it that is not true yet. */
  readonly isChanging: boolean
  /** What was last asked of it. */
  readonly power: NodeDesired['power']
}

/** All that is needed to open a channel: with another boot, machine or endpoint it is another place. */
export interface Reach {
  readonly machineKey: string
  readonly bootId: string
  readonly endpoint: Endpoint
}

export interface NodeRead {
  readonly desired: NodeDesired
  readonly observed: NodeObserved | undefined
}

/** While its scripts run, too: the apps are up, and one can watch. */
const openPhases: readonly NodePhase[] = ['running', 'creationScript', 'startupScript']

export function reachOf({ desired, observed }: NodeRead): Reach | undefined {
  if (observed?.bootId === undefined || observed.endpoint === undefined || !openPhases.includes(observed.phase))
    return undefined
  return { machineKey: desired.machineKey, bootId: observed.bootId, endpoint: observed.endpoint }
}
