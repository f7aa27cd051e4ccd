// The one internal model of a compute. Wire spelling stays in `wire.ts`, `parse-compute.ts` and `render-compute.ts`.

import type { ArmDesired } from '../../../arm/resource-type.ts'
import type { Subnet } from '../../../arm/subnet.ts'
import type { NodeObserved, NodePhase, NodeSetupSeen, Power } from '../../../fleet/fleet.ts'
import type { CustomService } from './applications/custom-service-wire.ts'
import type { ComputeSchedule } from './schedules/compute-schedule.ts'
import type { ComputeSetup } from './scripts/compute-scripts.ts'

export const computeType = 'Microsoft.MachineLearningServices/workspaces/computes'

export interface Compute extends ArmDesired {
  readonly location: string
  readonly description: string | null
  /** Canonical name of the size; fixed for life (CI-14). */
  readonly size: string
  readonly ssh: ComputeSsh | undefined
  /** The key that counts inside its subnet where SSH from outside is disabled. */
  readonly inside?: Omit<ComputeSsh, 'port'>
  readonly subnet?: Subnet
  readonly hasPublicIp: boolean
  /** Who alone may open the apps (CI-107): the assigned user, else the creator. */
  readonly owner: ComputeOwner
  /** True when the owner was named in the request (CI-40). */
  readonly isAssigned: boolean
  readonly creator: ComputeOwner
  readonly power: Power
  readonly boot: number
  /** What was asked for last; tells Starting from Restarting. */
  readonly intent: 'create' | 'start' | 'stop' | 'restart'
  /** Those of before there were any have none. */
  readonly schedules?: readonly ComputeSchedule[]
  /** CI-52: it was made without being started. */
  readonly isCreatedStopped?: boolean
  /** Properties that are accepted without effect and shown as sent (`docs/compatibility.md`). */
  readonly accepted: Readonly<Record<string, unknown>>
  /** CI-70: undefined: it has no scripts. */
  readonly setup?: ComputeSetup | undefined
  /** Applications from images of their own, beside it. */
  readonly customServices?: readonly CustomService[] | undefined
}

export interface ComputeSsh {
  /** As it was sent. */
  readonly publicKey: string
  /** One line, as sshd reads it. */
  readonly authorizedKey: string
  readonly port: number
}

export interface ComputeOwner {
  readonly objectId: string
  readonly tenantId: string
  readonly name: string
}

/** What was last seen of a compute's one node. */
export interface ComputeStatus {
  readonly phase: NodePhase | undefined
  /** The boot that the node was last asked for and runs, ran, or is on its way to. */
  readonly boot: number | undefined
  readonly privateIpAddress: string | undefined
  readonly cause: string | undefined
  readonly sshHostKeys?: readonly string[]
  readonly setup?: NodeSetupSeen | undefined
  readonly offers?: NodeObserved['offers']
  readonly sidecars?: NodeObserved['sidecars']
}
