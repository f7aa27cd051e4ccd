// One simulated machine: up, down, or on its way, by the clock.

import { randomBytes } from 'node:crypto'
import type { Clock } from '../../base/clock.ts'
import { bootKey } from '../channel-protocol.ts'
import type { MachineSpec, MachineStatus } from '../engine.ts'
import type { MemoryJobs } from './memory-jobs.ts'
import { type MemoryNode, startMemoryNode } from './memory-node.ts'
import { MemorySetUp } from './memory-set-up.ts'

export interface MemoryTimes {
  /** How long a start takes by the clock; 0: the call that asks for it finds it running. */
  startMs: number
  /** How long the apps take after that. */
  readyMs: number
  stopMs: number
  /** What a node that comes up says that it offers. */
  offers: readonly string[]
}

export class MemoryMachine {
  spec: MachineSpec
  readonly #clock: Clock
  readonly #channelKey: Uint8Array
  readonly #setUp: MemorySetUp
  readonly #jobs: MemoryJobs
  #boot = 0
  #bootId = ''
  #state: 'down' | 'starting' | 'up' | 'stopping' = 'down'
  #dueAt = 0
  #cause: string | undefined
  #node: MemoryNode | undefined

  constructor(
    spec: MachineSpec,
    { clock, channelKey, jobs }: { clock: Clock; channelKey: Uint8Array; jobs: MemoryJobs },
  ) {
    this.spec = spec
    this.#clock = clock
    this.#channelKey = channelKey
    this.#setUp = new MemorySetUp(clock)
    this.#jobs = jobs
  }

  /** Takes the next step towards the boot the spec asks for; the cause is that of a start nobody asked for. */
  async ensure(times: MemoryTimes): Promise<MachineStatus> {
    await this.#advance(times)
    if (this.#state === 'up' && this.#boot !== this.spec.boot) await this.stop(times)
    if (this.#state !== 'down') return this.status(times)
    const cause = this.#boot === this.spec.boot ? this.#cause : undefined
    this.#boot = this.spec.boot
    this.#bootId = randomBytes(16).toString('hex')
    this.#cause = undefined
    this.#begin('starting', times.startMs)
    return { ...(await this.status(times)), cause }
  }

  async stop(times: MemoryTimes): Promise<MachineStatus> {
    if (this.#state === 'up' || this.#state === 'starting') this.#begin('stopping', times.stopMs)
    return this.status(times)
  }

  async status(times: MemoryTimes): Promise<MachineStatus> {
    await this.#advance(times)
    const isUp = this.#state === 'up'
    const phases = { down: 'stopped', starting: 'starting', up: 'running', stopping: 'stopping' } as const
    return {
      key: this.spec.key,
      nodeId: this.spec.nodeId,
      phase: phases[this.#state],
      boot: this.#boot,
      bootId: isUp ? this.#bootId : undefined,
      endpoint: isUp ? this.#node?.endpoint : undefined,
      cause: this.#cause,
    }
  }

  /** Ends at once; `cause` when it does so by itself. */
  async end(cause: string | undefined): Promise<void> {
    this.#state = 'down'
    this.#cause = cause
    const node = this.#node
    this.#node = undefined
    await node?.close()
  }

  #begin(state: 'starting' | 'stopping', ms: number): void {
    this.#state = state
    this.#dueAt = this.#clock.now() + ms
  }

  async #advance(times: MemoryTimes): Promise<void> {
    if (this.#clock.now() < this.#dueAt) return
    if (this.#state === 'stopping') await this.end(undefined)
    if (this.#state !== 'starting') return
    this.#state = 'up'
    const readyAt = this.#clock.now() + times.readyMs
    this.#setUp.boot(this.#bootId)
    this.#jobs.boot(this.#bootId)
    this.#node = await startMemoryNode({
      setUp: this.#setUp,
      jobs: this.#jobs,
      key: bootKey(this.#channelKey, this.spec.key, this.#bootId),
      boot: { bootId: this.#bootId, boot: this.#boot },
      config: this.spec.config,
      offers: times.offers,
      isReady: () => this.#clock.now() >= readyAt,
    })
  }
}
