// What is remembered, and the promises under which it is.
//
// One table of resources holds identity, state (desired, observed, generation, revision) and work (due, lease,
// attempts); beside it operations, claims and quota limits. Two ideas keep it honest:
//  - Every accepted change is one transaction (`accept`): the row, its operation, its quota and its claims, or nothing.
//  - Work is a column, not a message: a row is due, `leaseDue` takes it for a while, the reconcile runs with no
//    transaction open, `settle` writes the outcome. `settle` compares the lease token (somebody else may hold the row
//    by now) and the generation (a change accepted meanwhile stays due and is never removed or called converged).
// There is one implementation, `sql-store.ts`, on SQLite and PostgreSQL; `test/contract/store.contract.ts` holds both.

import type { ErrorDetail } from '../base/errors.ts'
import type {
  Actor,
  Failure,
  OperationRecord,
  OperationStatus,
  Phase,
  Queued,
  QueueEntry,
  QuotaHolding,
  ResourceRecord,
} from './records.ts'

/** Something of which there is only one in the installation, such as a compute's name or an SSH port. */
export interface Claim {
  readonly kind: string
  readonly value: string
}

/** A change somebody asked for, to be written whole or not at all. */
export interface AcceptedChange {
  readonly id: string
  readonly type: string
  readonly parentKey: string
  readonly name: string
  /** Revision the caller decided upon; undefined: the row must not exist. A mismatch throws `RevisionConflict`. */
  readonly ifRevision: number | undefined
  readonly desired: unknown
  /**
   * True: mark deleted. Desired, claims and holding stay as they were until the row goes, which is when its reconcile
   * answers 'gone' (at once for an instant change or one without an operation). A row marked deleted takes no other
   * change: `ParentGone`. With `ifRevision` undefined a row is made that is already marked deleted, so that its reconcile
   * removes what was found without one.
   */
  readonly isDelete: boolean
  readonly actor: Actor
  readonly at: number
  /** Absent for rows without quota. Throws `QuotaExceeded` when its limit or the total's would be passed. */
  readonly holding: QuotaHolding | undefined
  /** Where it stands in line from now on; undefined: nowhere. */
  readonly queued?: Queued | undefined
  /** When its schedules next want something of it, in the present or past for what is due and not yet done. */
  readonly firesAt?: number | undefined
  /** The whole set this row holds from now on; others' are refused with `ClaimTaken`. */
  readonly claims: readonly Claim[]
  /** Keys that must exist and not be marked deleted; else `ParentGone`. */
  readonly requireLive: readonly string[]
  /** Undefined: the row is settled as written (it has no reconcile) and no operation is recorded. */
  readonly operation: NewOperation | undefined
}

export interface NewOperation {
  readonly id: string
  readonly verb: string
  readonly trigger: OperationRecord['trigger']
  readonly correlationId: string
  readonly deadline: number
  /** True: operations still running on this resource end as Canceled, superseded by this one. */
  readonly supersedes: boolean
  /** True: the change is complete as written (a type without a reconcile); recorded as Succeeded at once. */
  readonly isInstant: boolean
}

/** A row taken for work until `until`; only the holder of `token` can settle it. */
export interface Lease {
  readonly record: ResourceRecord
  readonly token: string
}

/** What a reconcile may ask to happen to other rows, applied with its own settle or not at all. */
export type Change =
  | {
      readonly kind: 'create'
      readonly id: string
      readonly type: string
      readonly parentKey: string
      readonly name: string
      readonly desired: unknown
      /** Where there is no room for it, the row is not made. */
      readonly holding?: QuotaHolding | undefined
    }
  /** Replaces desired and raises the generation, if it differs. A missing or deleted row is left alone. */
  | { readonly kind: 'desire'; readonly key: string; readonly desired: unknown }
  | { readonly kind: 'wake'; readonly key: string }
  | { readonly kind: 'delete'; readonly key: string }

/** Something the controller found, for the timeline: a cause in upper camel case and a sentence. */
export interface Finding {
  readonly cause: string
  readonly message: string
  readonly nextStep?: string
  /** Whose timeline tells it; the settled row's own unless given, and when there is no such row. */
  readonly key?: string
}

export interface Settlement {
  readonly at: number
  readonly observed: unknown
  /** True: observed is what the leased generation asked for. */
  readonly isConverged: boolean
  /** The leased generation has failed; undefined keeps an earlier failure until it is converged. */
  readonly failure: Failure | undefined
  /**
   * True: nothing is left of it; the row and its claims go, its operations stay for the timeline. Only honoured when
   * deleted. What lies beneath it is its reconcile's to delete first.
   */
  readonly isGone: boolean
  readonly dueAt: number | undefined
  readonly attempts: number
  /** Replaces the phases of the running operation when given. */
  readonly phases: readonly Phase[] | undefined
  readonly changes: readonly Change[]
  readonly findings: readonly Finding[]
  /** Where it stands in line from now on; null: nowhere, undefined: as before. Once a later change is accepted, only null counts. */
  readonly queued?: Queued | null | undefined
}

/** What comes of a row whose schedules are due, as its type decided. */
export interface Firing {
  /** After all steps; of no interest when none of them is a change. */
  readonly desired: unknown
  /** When it is next due, after now; undefined: never. */
  readonly firesAt: number | undefined
  /** In the order in which they take effect; each change takes the place of whatever still runs. */
  readonly steps: readonly FiringStep[]
  readonly findings: readonly Finding[]
}

export interface FiringStep {
  readonly verb: string
  /** False: it was so already. It is recorded as done and changes nothing. */
  readonly isChange: boolean
  readonly deadlineMs: number
}

export interface Page {
  readonly limit: number
  /** Key after which the page starts. */
  readonly after?: string | undefined
}

export interface ListQuery {
  readonly type?: string | readonly string[]
  readonly parentKey?: string | readonly string[]
  /** Rows whose key lies below this key, at any depth. */
  readonly underKey?: string
}

/** Times are epoch milliseconds, both ends included. */
export interface ActivityQuery {
  /** What is at or below it. */
  readonly scopeKey: string
  /** An operation counts when it was accepted or ended since. */
  readonly from: number
  /** Accepted no later. */
  readonly to: number
  readonly correlationId?: string
  /** The last one of the page before. */
  readonly after?: { readonly acceptedAt: number; readonly id: string }
  readonly limit: number
}

export interface Usage {
  readonly family: string
  readonly cores: number
  readonly limit: number
}

/** Turns of many: `count` of them at `at`, as many `everyMs` later, and so on. */
export interface Spread {
  readonly at: number
  readonly count: number
  readonly everyMs: number
}

export interface Store {
  get(key: string): Promise<ResourceRecord | undefined>
  /** In one question, ordered by key; keys without a row are left out. */
  getAll(keys: readonly string[]): Promise<ResourceRecord[]>
  /** Ordered by key. Rows marked deleted are included: they are still there. */
  list(query: ListQuery, page?: Page): Promise<ResourceRecord[]>
  /** All that stand in line there, ordered by key. */
  queue(queueKey: string): Promise<QueueEntry[]>
  accept(change: AcceptedChange): Promise<ResourceRecord>

  leaseDue(now: number, limit: number, leaseMs: number): Promise<Lease[]>
  /** False: the lease was lost and nothing was written. */
  settle(lease: Lease, settlement: Settlement): Promise<boolean>
  /**
   * Makes every leased row free and due at `now`. Only for a process that knows it is the only one, at its start: what was
   * leased then was leased by its killed predecessor.
   */
  releaseLeases(now: number): Promise<void>
  /**
   * Makes a row due no later than `at`, also when it is being worked on just now. A missing row is no error. A hint: it may
   * be lost with the machine's power.
   */
  wake(keys: readonly string[], at: number): Promise<void>
  /** Every row that failed and waits for its next attempt gets that no later than its turn, as its first. Answers how many. */
  retryFailed(turns: Spread): Promise<number>
  /**
   * Accepts what schedules want by now, of at most `limit` rows, in one transaction: row, operations and next firing, or
   * nothing. `decide` is pure and quick. Answers how many rows were due.
   */
  fireDue(now: number, limit: number, decide: (record: ResourceRecord) => Firing): Promise<number>
  /** When there is next a row to lease (due, and its lease over if it has one) or to fire. Undefined: none. */
  nextDue(): Promise<number | undefined>

  operation(id: string): Promise<OperationRecord | undefined>
  /** Newest first; `before`: accepted earlier than that. */
  operations(query: { resourceKey: string; limit: number; before?: number }): Promise<OperationRecord[]>
  /** Newest first. */
  activity(query: ActivityQuery): Promise<OperationRecord[]>
  /** The newest operation on the resource that is not a finding. */
  lastOperation(resourceKey: string): Promise<OperationRecord | undefined>
  lastOperations(resourceKeys: readonly string[]): Promise<Map<string, OperationRecord>>
  finishOperation(
    id: string,
    outcome: { status: OperationStatus; at: number; error?: ErrorDetail; nextStep?: string },
  ): Promise<void>
  /** Fails operations that are past their deadline, and their rows; answers the rows' keys, which are now due. */
  expireOperations(now: number): Promise<string[]>

  claimsOf(key: string): Promise<Claim[]>
  /** Of one kind or of several. */
  claims(kind: string | readonly string[]): Promise<{ value: string; key: string }[]>
  /** Key of the resource that has it. */
  claimHolder(claim: Claim): Promise<string | undefined>
  /** By family, and of all together under `total`. */
  usage(engine: string): Promise<Usage[]>
  quotaLimits(engine: string): Promise<{ family: string; limit: number }[]>
  setQuotaLimit(engine: string, family: string, limit: number): Promise<void>
  /** Who holds cores of a family (`total`: of any), most first; what a fleet's nodes hold, their fleet does. */
  holders(engine: string, family: string): Promise<{ id: string; cores: number }[]>

  close(): Promise<void>
}
