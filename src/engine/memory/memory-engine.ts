// The simulated engine, for demonstrations and fast tests: machines in a map, and for each running one a real listener on
// loopback that speaks the channel protocol and answers like a small node. It lives as long as its object. Knobs make it
// slow, failing, or let a machine be lost.

import type { Duplex } from 'node:stream'
import { type Clock, systemClock } from '../../base/clock.ts'
import { bootKey } from '../channel-protocol.ts'
import { dial } from '../dial.ts'
import type {
  Annex,
  AnnexStatus,
  Engine,
  EngineCapabilities,
  MachineKey,
  MachineSpec,
  MachineStatus,
} from '../engine.ts'
import { MemoryJobs } from './memory-jobs.ts'
import { MemoryMachine, type MemoryTimes } from './memory-machine.ts'

export interface MemoryEngineOptions {
  readonly channelKey: Uint8Array
  readonly clock?: Clock
  readonly capabilities?: EngineCapabilities
  readonly knobs?: Partial<MemoryKnobs>
}

export interface MemoryKnobs extends MemoryTimes {
  /** Asked at every call (`ensureMachine`, …): an error it answers is thrown. */
  failing: ((method: string, key: string) => Error | undefined) | undefined
  /** Asked for each sidecar: what it answers is told as its fault. */
  sidecarFault: ((image: string) => { readonly code: string; readonly message: string } | undefined) | undefined
  /** The same for annexes; `coming`: its image is still being fetched. */
  annexFault: ((annex: Annex) => 'coming' | { readonly code: string; readonly message: string } | undefined) | undefined
}

export interface MemoryEngine extends Engine, AsyncDisposable {
  /** May be turned at any time. */
  readonly knobs: MemoryKnobs
  /** The machine ends by itself. */
  exit(key: MachineKey, cause: 'Exited' | 'OutOfMemory'): Promise<void>
  /** The machine is gone without anybody having removed it. */
  lose(key: MachineKey): Promise<void>
  /** Tells whoever listens that it can be asked again. */
  comeBack(): void
  /** Of every machine there ever was: jobs outlive it, as what is in its storage does. */
  allJobs(): readonly MemoryJobs[]
  /** Names of the annexes that there are, by machine. */
  annexes(): ReadonlyMap<MachineKey, string>
  /** What a machine was last asked to be. */
  specOf(key: MachineKey): MachineSpec | undefined
  /** Whether a program in one machine could open this port of another. */
  reaches(from: MachineKey, to: MachineKey, port: number): Promise<boolean>
  /** Keys of the volumes that exist. */
  readonly volumes: ReadonlySet<string>
}

export function createMemoryEngine(options: MemoryEngineOptions): MemoryEngine {
  return new Machines(options)
}

class Machines implements MemoryEngine {
  readonly name = 'memory'
  readonly knobs: MemoryKnobs
  readonly volumes = new Set<string>()
  readonly #options: MemoryEngineOptions
  readonly #machines = new Map<MachineKey, MemoryMachine>()
  readonly #lost = new Set<MachineKey>()
  readonly #jobs = new Map<MachineKey, MemoryJobs>()
  readonly #listeners = new Set<(hint: MachineKey | 'back') => void>()

  constructor(options: MemoryEngineOptions) {
    this.#options = options
    this.knobs = {
      startMs: 0,
      readyMs: 0,
      stopMs: 0,
      failing: undefined,
      sidecarFault: undefined,
      annexFault: undefined,
      offers: ['lab', 'term'],
      ...options.knobs,
    }
  }

  async capabilities(): Promise<EngineCapabilities> {
    return this.#options.capabilities ?? { gpu: false, cpus: 64, memoryBytes: 256 * 1024 ** 3 }
  }

  async ensureMachine(spec: MachineSpec): Promise<MachineStatus> {
    this.#mayFail('ensureMachine', spec.key)
    const { clock = systemClock, channelKey } = this.#options
    const machine =
      this.#machines.get(spec.key) ?? new MemoryMachine(spec, { clock, channelKey, jobs: this.#jobsOf(spec.key) })
    this.#machines.set(spec.key, machine)
    for (const { source } of spec.mounts) if (source.kind === 'volume') this.volumes.add(source.key)
    machine.spec = spec
    const status = { ...this.#withSidecars(await machine.ensure(this.knobs), spec), ...datastoresOf(spec) }
    return this.#lost.delete(spec.key) ? { ...status, cause: 'OsDiskLost' } : status
  }

  async inspectMachine(key: MachineKey): Promise<MachineStatus | undefined> {
    this.#mayFail('inspectMachine', key)
    return this.#machines.get(key)?.status(this.knobs)
  }

  async stopMachine(key: MachineKey): Promise<MachineStatus | undefined> {
    this.#mayFail('stopMachine', key)
    return this.#machines.get(key)?.stop(this.knobs)
  }

  async removeMachine(key: MachineKey): Promise<boolean> {
    this.#mayFail('removeMachine', key)
    await this.#machines.get(key)?.end(undefined)
    this.#machines.delete(key)
    this.#lost.delete(key)
    this.#jobsOf(key).annex = undefined
    return true
  }

  async *listMachines(): AsyncIterable<MachineStatus> {
    this.#mayFail('listMachines', '')
    for (const machine of [...this.#machines.values()]) {
      yield this.#withSidecars(await machine.status(this.knobs), machine.spec)
    }
  }

  async removeVolume(key: string): Promise<void> {
    this.#mayFail('removeVolume', key)
    if (this.#machines.has(key)) throw new Error(`The machine of volume ${key} is still there`)
    this.volumes.delete(key)
  }

  async ensureAnnex(key: MachineKey, annex: Annex): Promise<AnnexStatus> {
    this.#mayFail('ensureAnnex', key)
    const { bootId } = (await this.#machines.get(key)?.status(this.knobs)) ?? {}
    if (bootId === undefined) throw new Error(`Machine ${key} is not running`)
    const fault = this.knobs.annexFault?.(annex)
    if (fault === 'coming') return { phase: 'preparing' }
    if (fault !== undefined) return { phase: 'failed', fault }
    this.#jobsOf(key).annex = annex.name
    return { phase: 'ready' }
  }

  async removeAnnex(key: MachineKey, name: string): Promise<boolean> {
    this.#mayFail('removeAnnex', key)
    const jobs = this.#jobsOf(key)
    if (jobs.annex === name) jobs.annex = undefined
    return true
  }

  annexes(): ReadonlyMap<MachineKey, string> {
    const found = [...this.#jobs].flatMap(([key, { annex }]): [MachineKey, string][] => (annex ? [[key, annex]] : []))
    return new Map(found)
  }

  async connect(key: MachineKey, channel: string): Promise<Duplex> {
    this.#mayFail('connect', key)
    const { endpoint, bootId } = (await this.#machines.get(key)?.status(this.knobs)) ?? {}
    if (endpoint === undefined || bootId === undefined) throw new Error(`Machine ${key} is not running`)
    return dial({ endpoint, key: bootKey(this.#options.channelKey, key, bootId), channel })
  }

  async *events(signal: AbortSignal): AsyncIterable<MachineKey | 'back'> {
    const waiting: (MachineKey | 'back')[] = ['back']
    let wake = (): void => {}
    const listen = (hint: MachineKey | 'back'): void => {
      waiting.push(hint)
      wake()
    }
    const onAbort = (): void => wake()
    this.#listeners.add(listen)
    signal.addEventListener('abort', onAbort)
    try {
      while (!signal.aborted) {
        const hint = waiting.shift()
        if (hint !== undefined) yield hint
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      this.#listeners.delete(listen)
      signal.removeEventListener('abort', onAbort)
    }
  }

  async exit(key: MachineKey, cause: 'Exited' | 'OutOfMemory'): Promise<void> {
    await this.#machines.get(key)?.end(cause)
    this.#tell(key)
  }

  async lose(key: MachineKey): Promise<void> {
    await this.#machines.get(key)?.end(undefined)
    if (this.#machines.delete(key)) this.#lost.add(key)
    this.#tell(key)
  }

  comeBack(): void {
    this.#tell('back')
  }

  allJobs(): readonly MemoryJobs[] {
    return [...this.#jobs.values()]
  }

  #jobsOf(key: MachineKey): MemoryJobs {
    const jobs = this.#jobs.get(key) ?? new MemoryJobs(this.#options.clock ?? systemClock)
    this.#jobs.set(key, jobs)
    return jobs
  }

  specOf(key: MachineKey): MachineSpec | undefined {
    return this.#machines.get(key)?.spec
  }

  async reaches(from: MachineKey, to: MachineKey, port: number): Promise<boolean> {
    const [one, other] = await Promise.all([from, to].map((key) => this.#machines.get(key)?.status(this.knobs)))
    const [mine, theirs] = [this.specOf(from), this.specOf(to)]
    if (one?.phase !== 'running' || other?.phase !== 'running') return false
    if (mine?.cluster !== undefined && mine.cluster === theirs?.cluster) return true
    return port === 22 && mine?.network !== undefined && mine.network === theirs?.network
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#machines.values()].map((machine) => machine.end(undefined)))
    this.#machines.clear()
  }

  /** They are up with their machine, unless a knob says what is wrong with them. */
  #withSidecars(status: MachineStatus, { sidecars = [] }: MachineSpec): MachineStatus {
    if (status.phase !== 'running' || sidecars.length === 0) return status
    return {
      ...status,
      sidecars: sidecars.map(({ name, image }) => {
        const fault = this.knobs.sidecarFault?.(image)
        return fault === undefined ? { name, phase: 'running' } : { name, phase: 'failed', fault }
      }),
    }
  }

  #tell(hint: MachineKey | 'back'): void {
    for (const listener of this.#listeners) listener(hint)
  }

  #mayFail(method: string, key: string): void {
    const error = this.knobs.failing?.(method, key)
    if (error !== undefined) throw error
  }
}

/** Nothing is mounted: what is to be had is had. */
function datastoresOf({ mounts }: MachineSpec): Pick<MachineStatus, 'datastores'> {
  const datastores = mounts
    .filter(({ source }) => source.kind === 'datastore')
    .map(({ path, source, isReadOnly, version }) => ({
      ...{ key: source.key, path, isReadOnly, version },
      ...(version === undefined ? { fault: 'its folder on the host is not to be had' } : {}),
    }))
  return datastores.length === 0 ? {} : { datastores }
}
