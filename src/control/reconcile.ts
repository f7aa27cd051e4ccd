// The contract between the controller and what it runs.
//
// A reconcile makes the world match `desired`. It is idempotent, is never told what changed and never waits: it looks,
// takes the next step, and says what is now true and when to look again. It never writes the store; rows it wants changed
// it names in `changes`, and the controller applies them in the settling transaction, under the lease's fence.
//
//   { observed }                  true as asked: converged, look again when woken
//   { observed, requeueAfterMs }  under way: look again then; with `isTrue`, true as asked already
//   'gone'                        deleted and nothing is left: the row goes
//   throw TerminalError           failed until desired changes (the next accepted change tries again)
//   throw anything else           tried again with backoff, until the operation's deadline fails it

import type { Clock } from '../base/clock.ts'
import type { ErrorDetail } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { Engine } from '../engine/engine.ts'
import type { Phase, Queued, QueueEntry, ResourceRecord } from '../store/records.ts'
import type { Change, Finding, ListQuery, Usage } from '../store/store.ts'

export interface ReconcileContext {
  readonly clock: Clock
  readonly log: Log
  /** The engine of a location; throws `TerminalError` for one that is not configured. */
  engine(name: string): Engine
  /** Rows, as last settled. */
  list(query: ListQuery): Promise<ResourceRecord[]>
  get(key: string): Promise<ResourceRecord | undefined>
  /** All that stand in line at a row. */
  queue(queueKey: string): Promise<QueueEntry[]>
  /** Cores held and allowed in a ledger, by family and under `total`; families nobody speaks of are left out. */
  usage(engine: string): Promise<Usage[]>
  /**
   * The row is looked at again when `news` has come, if it was not sooner. One of a name is waited for at a time, and none is
   * kept: news that fails to come, or comes while the process is killed, is only later.
   */
  wakeOn(key: string, name: string, news: () => Promise<unknown>): void
  /** What was sealed for this place, which is what a node is told and no row holds. */
  unseal(sealed: string, place: string): string
}

export interface Progress<O> {
  readonly observed: O
  readonly requeueAfterMs?: number
  /** What was asked for is true, although it is looked at again. */
  readonly isTrue?: boolean
  readonly changes?: readonly Change[]
  readonly findings?: readonly Finding[]
  /** Where it stands in line from now on; null: nowhere, undefined: as before. */
  readonly queued?: Queued | null
  /** The phases of the work under way, when there is something to tell. */
  readonly phases?: readonly Phase[]
  /** Settles as failed without losing `observed`: how a fleet passes on what its nodes say. */
  readonly failure?: ErrorDetail & { readonly nextStep?: string | undefined }
}

export type Outcome<O> = Progress<O> | 'gone'

export type Reconcile<D, O> = (resource: ResourceRecord<D, O>, context: ReconcileContext) => Promise<Outcome<O>>
