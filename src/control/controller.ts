// The loop: lease what is due → reconcile → settle. It is level-triggered: rows become due by a change, by the time they
// asked for, or by a sweep that saw drift, and a nudge only makes it look sooner. Nothing is kept in memory that a kill
// could lose: a leased row whose process died becomes due again when its lease runs out.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ResourceRecord } from '../store/records.ts'
import type { Firing, Lease, Store } from '../store/store.ts'
import type { Reconcile, ReconcileContext } from './reconcile.ts'
import { settlementOf, settlementOfError } from './settlement.ts'

export interface ControllerOptions {
  readonly store: Store
  readonly context: ReconcileContext
  reconcileFor(type: string): Reconcile<unknown, unknown> | undefined
  /** What the schedules of a row want that are due. Pure and quick; must not throw. */
  fire?(record: ResourceRecord, now: number): Firing
}

/**
 * Longer than any reconcile should take; a row whose process died waits this long at most. One that takes longer (an
 * engine that hangs on one machine) keeps its row to itself and no longer a place among those in flight.
 */
const leaseMs = 20_000
const batchSize = 32
const maxInFlight = 64
/** How long the loop may hold the event loop before it yields; the API answers from the same process. */
const maxBurstMs = 10
/** Fewer cost more commits than they save waiting: ten thousand are to be accepted within a second. */
const firingBatchSize = 400
const longestPauseMs = 1_000
const expiryCheckMs = 500

export class Controller implements AsyncDisposable {
  readonly #options: ControllerOptions
  readonly #inFlight = new Map<Promise<void>, Work>()
  #wakeUp: (() => void) | undefined
  #isNudged = false
  #isStopped = false
  #running: Promise<void> | undefined
  #expiryCheckedAt = 0

  constructor(options: ControllerOptions) {
    this.#options = options
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Look now rather than at the next due time. */
  nudge(): void {
    this.#isNudged = true
    this.#wakeUp?.()
  }

  /** Turns the loop until nothing is due or under way: how tests wait. */
  async settle(): Promise<void> {
    do {
      await this.#turn()
      await Promise.all(this.#inFlight.keys())
    } while (((await this.#options.store.nextDue()) ?? Number.POSITIVE_INFINITY) <= this.#now())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true
    this.nudge()
    await this.#running
    await Promise.allSettled([...this.#inFlight].flatMap(([work, of]) => (this.#hangs(of) ? [] : [work])))
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      this.#isNudged = false
      try {
        await this.#turn()
        await this.#pause()
      } catch (error) {
        this.#options.context.log.error({ err: error }, 'the store did not answer; trying again')
        await this.#sleep(longestPauseMs)
      }
    }
  }

  async #turn(): Promise<void> {
    await this.#expireOperations()
    await this.#fireSchedules()
    let burstStart = performance.now()
    for (let free = this.#free(); free > 0 && !this.#isStopped; free = this.#free()) {
      const room = Math.min(batchSize, free)
      const leases = await this.#options.store.leaseDue(this.#now(), room, leaseMs)
      for (const lease of leases) this.#take(lease)
      if (leases.length < room) return
      if (performance.now() - burstStart > maxBurstMs) {
        await nextTurn()
        burstStart = performance.now()
      }
    }
  }

  async #expireOperations(): Promise<void> {
    const now = this.#now()
    if (Math.abs(now - this.#expiryCheckedAt) < expiryCheckMs) return
    this.#expiryCheckedAt = now
    await this.#options.store.expireOperations(now)
  }

  /** Before other work: when they are accepted is when people see them happen. */
  async #fireSchedules(): Promise<void> {
    const { store, fire } = this.#options
    if (fire === undefined) return
    while (!this.#isStopped) {
      const now = this.#now()
      const fired = await store.fireDue(now, firingBatchSize, (record) => fire(record, now))
      if (fired < firingBatchSize) return
      await nextTurn()
    }
  }

  /** Places among those in flight. */
  #free(): number {
    return maxInFlight - [...this.#inFlight.values()].filter((work) => !this.#hangs(work)).length
  }

  #hangs({ startedAt }: Work): boolean {
    return this.#now() - startedAt >= leaseMs
  }

  /** A row whose earlier work still hangs is left alone until the next lease. */
  #take(lease: Lease): void {
    const { key } = lease.record
    if ([...this.#inFlight.values()].some((work) => work.key === key && work.isReconciling)) return
    const work: Work = { key, startedAt: this.#now(), isReconciling: true }
    this.#track(this.#work(lease, work), work)
  }

  async #work(lease: Lease, work: Work): Promise<void> {
    const { store, context, reconcileFor } = this.#options
    const { record } = lease
    const reconcile = reconcileFor(record.type)
    try {
      const outcome = await (reconcile ?? completeAsWritten)(record, context)
      work.isReconciling = false
      await store.settle(lease, settlementOf(record, outcome, this.#now()))
    } catch (error) {
      work.isReconciling = false
      context.log.warn({ err: error, resource: record.id, attempts: record.attempts }, 'reconcile failed')
      await store.settle(lease, settlementOfError(record, error, this.#now()))
    }
  }

  #track(working: Promise<void>, work: Work): void {
    const tracked = working
      .catch((error: unknown) =>
        this.#options.context.log.error({ err: error }, 'settle failed; the lease will run out'),
      )
      .finally(() => {
        this.#inFlight.delete(tracked)
        this.nudge()
      })
    this.#inFlight.set(tracked, work)
  }

  async #pause(): Promise<void> {
    const due = await this.#options.store.nextDue()
    const untilDue = due === undefined ? longestPauseMs : due - this.#now()
    const isFull = this.#free() <= 0
    await this.#sleep(isFull ? longestPauseMs : Math.min(longestPauseMs, Math.max(0, untilDue)))
  }

  #sleep(ms: number): Promise<void> {
    if (this.#isNudged || this.#isStopped) return nextTurn()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #now(): number {
    return this.#options.context.clock.now()
  }
}

interface Work {
  /** Of the row. */
  readonly key: string
  readonly startedAt: number
  /** False from before the settle: the row may be leased again as soon as that is written. */
  isReconciling: boolean
}

/** A type without a reconcile is true as soon as it is written, and gone as soon as it is deleted. */
const completeAsWritten: Reconcile<unknown, unknown> = async (record) =>
  record.deletedAt === undefined ? { observed: record.observed } : 'gone'
