// The shapes the store remembers. `D` is what somebody asked for, `O` what was last seen to be true.

import type { ErrorDetail } from '../base/errors.ts'

/** Who did something, as the timeline shows it. */
export interface Actor {
  readonly objectId: string
  readonly name: string
  readonly kind: 'User' | 'ServicePrincipal' | 'System'
  readonly tenantId: string
}

/** Cores of one family on one engine that a fleet holds, whether it runs or not (CI-13). */
export interface QuotaHolding {
  readonly engine: string
  readonly family: string
  readonly cores: number
}

/** How a row stands in the queue of another, for as long as it does. */
export interface Queued {
  /** Of the row that gives out the places. */
  readonly queueKey: string
  /** What it needs at once. */
  readonly nodeCount: number
  /** The higher the sooner. */
  readonly priority: number
  /** Which attempt at it is to come, or under way; from 1. */
  readonly attempt: number
  /** False: it may not begin, though what it has begun goes on until it says that it is over. */
  readonly mayStart: boolean
}

/** One of a queue. A row marked deleted may not start. */
export interface QueueEntry extends Omit<Queued, 'queueKey'> {
  readonly key: string
  readonly createdAt: number
}

/**
 * One thing somebody asked for, or one node of it. `key` is the id in lower case and the only thing compared;
 * `id` keeps the spelling it was created with. Times are epoch milliseconds.
 */
export interface ResourceRecord<D = unknown, O = unknown> {
  readonly id: string
  readonly key: string
  readonly type: string
  /** Key of the resource, group, subscription or scope this one lives under. */
  readonly parentKey: string
  readonly name: string
  readonly desired: D
  /** Undefined until the first settle. */
  readonly observed: O | undefined
  /** Rises by one with every accepted change of desired. */
  readonly generation: number
  /** The last generation that was seen to be true. Equal to `generation`: converged. */
  readonly observedGeneration: number
  /** Set while the last attempt at `generation` ended in failure. */
  readonly failure: Failure | undefined
  /** Rises with every write of the row; the ETag. */
  readonly revision: number
  readonly deletedAt: number | undefined
  readonly createdAt: number
  readonly createdBy: Actor
  readonly modifiedAt: number
  readonly modifiedBy: Actor
  /** When the controller looks next; undefined: not until woken. */
  readonly dueAt: number | undefined
  /** When its schedules next want something of it; undefined: never. */
  readonly firesAt?: number | undefined
  /** Attempts since the last success, for backoff. */
  readonly attempts: number
  readonly holding: QuotaHolding | undefined
}

export interface Failure {
  readonly generation: number
  readonly error: ErrorDetail
  readonly nextStep: string | undefined
}

/** One stretch of a long operation, in the order they happened; `endedAt` is absent on the one under way. */
export interface Phase {
  readonly name: string
  readonly startedAt: number
  readonly endedAt?: number
}

export type OperationStatus = 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled'

/** One accepted change. Status documents, provisioningState, activity log and timeline are views of these rows. */
export interface OperationRecord {
  readonly id: string
  readonly resourceKey: string
  readonly resourceId: string
  readonly resourceType: string
  readonly generation: number
  /** Create, Update, Delete, an action's name in upper camel case, or the name of a cause found by the controller. */
  readonly verb: string
  readonly actor: Actor
  readonly trigger: 'User' | 'Schedule' | 'System'
  readonly correlationId: string
  readonly acceptedAt: number
  readonly deadline: number
  readonly status: OperationStatus
  readonly phases: readonly Phase[]
  readonly finishedAt: number | undefined
  readonly error: ErrorDetail | undefined
  readonly nextStep: string | undefined
}
