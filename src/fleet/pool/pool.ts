// A pool is a fleet whose nodes come and go: a cluster. How many there are is asked for by a person or by its queue; here
// are the words for what is asked, what its jobs need, and what was seen.

import type { ErrorDetail } from '../../base/errors.ts'
import type { QueueEntry } from '../../store/records.ts'

export interface PoolSpec {
  readonly priority: Priority
  /** What each node holds of the quota. */
  readonly family: string
  readonly coresPerNode: number
  readonly scale: PoolScale
  /** One port for each node there can be; undefined: nobody outside reaches them. */
  readonly ssh: { readonly host: string; readonly ports: readonly number[] } | undefined
}

export type Priority = 'dedicated' | 'lowPriority'

export type PoolScale =
  | { readonly kind: 'manual'; readonly count: number; readonly onRemoval: OnRemoval }
  /** `initial` counts once, when the pool is made; `idleMs`: how long a node stays that nothing needs. */
  | {
      readonly kind: 'auto'
      readonly least: number
      readonly most: number
      readonly initial: number
      readonly idleMs: number
    }

/** What becomes of a job whose node is to go. */
export type OnRemoval = 'requeue' | 'terminate' | 'waitforjobcompletion'

/** A job of a pool that is not over, as far as its place is concerned. */
export type PoolJob = QueueEntry

/** Where an attempt at a job runs. Written by its pool alone, read by the job. */
export interface Placement {
  readonly attempt: number
  readonly at: number
  /** The first is where its command runs. */
  readonly nodes: readonly { readonly name: string; readonly key: string; readonly machineKey: string }[]
}

/** By key of the job. */
export type Placements = Readonly<Record<string, Placement>>

export type NodeState = 'idle' | 'running' | 'preparing' | 'unusable' | 'leaving'

export interface PoolStatus {
  /** How many nodes it is on its way to. */
  readonly target: number
  readonly allocation: 'steady' | 'resizing'
  /** When that last changed. */
  readonly allocationSince: number
  readonly counts: Readonly<Record<NodeState, number>>
  /** Why there are fewer nodes than asked for, and why one cannot be used. */
  readonly errors: readonly PoolError[]
  /** By name of the node. */
  readonly states: Readonly<Record<string, { readonly state: NodeState; readonly since: number }>>
  /** Undefined in rows of before there were jobs. */
  readonly placements?: Placements
  /** Jobs without a place. */
  readonly waiting?: number
  /** Oldest first: what it was each time that changed. */
  readonly history?: readonly PoolSample[]
}

/** `at` is when it became so; it stayed so until the next. */
export interface PoolSample extends Readonly<Record<NodeState, number>> {
  readonly at: number
  readonly target: number
  readonly waiting: number
}

export interface PoolError extends Pick<ErrorDetail, 'code' | 'message'> {
  readonly details: readonly { readonly name: string; readonly value: string }[]
}

/** Observed of a type with pools has its status here. */
export interface PoolObserved {
  readonly pool?: PoolStatus | undefined
}
