// The jobs of a node: run here and not by the server, so that one that is killed meanwhile changes nothing, and no end is
// lost. The server asks for the same job as often as it likes and is told how far it is; an id runs once, and one that was
// ended before it came never does.

import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { annexEnvironment, findAnnex, inAnnex } from './annex.ts'
import type { BootConfig } from './boot-config.ts'
import { runFolder } from './environment.ts'
import type { Exit } from './exits.ts'
import { type JobDoor, openDoor } from './job-door.ts'
import { type JobMounts, mountForJob } from './job-mounts.ts'
import { type JobProcess, startJobProcess } from './job-process.ts'
import { forgetOldRuns, type JobRun, readJobRuns, writeJobRun } from './job-record.ts'
import type { JobPeers, JobRequest } from './job-request.ts'
import { machineEnvironment } from './machine-environment.ts'
import { requireMounted, unmountBelow } from './mount-points.ts'
import { requireRootsWay } from './roots-way.ts'
import { shellOf } from './user.ts'
import { mountVolumes } from './volumes.ts'

/** Node's longest timer. */
const longestMs = 2 ** 31 - 1
/** Shorter than the server waits. */
const longestWaitMs = 20_000
const mostWaiting = 64
const jobsFolder = `${runFolder}/jobs`

interface Job {
  request: JobRequest
  process: JobProcess | undefined
  mounts: JobMounts | undefined
  /** By which its other nodes come in. */
  door: JobDoor | undefined
  /** Ends it at its time, of which its preparation is a part. */
  clock: NodeJS.Timeout | undefined
  /** Why it is being ended. */
  ending: 'TimedOut' | 'Terminated' | 'Interrupted' | undefined
}

export class Jobs {
  readonly #config: BootConfig
  readonly #folder: string
  readonly #onExit: (exit: Omit<Exit, 'bootId'>) => void
  readonly #runs: Map<string, JobRun>
  readonly #jobs = new Map<string, Job>()
  /** Who waits for news, and of which. */
  readonly #waiting = new Map<() => void, string>()

  /** `folder` outlives the machine. */
  constructor(config: BootConfig, folder: string, onExit: (exit: Omit<Exit, 'bootId'>) => void) {
    this.#config = config
    this.#folder = folder
    this.#onExit = onExit
    this.#runs = readJobRuns(folder, Date.now())
  }

  /** Ids of those that have not ended. */
  running(): string[] {
    return [...this.#jobs.keys()]
  }

  /** Starts it unless it was started or ended before, and says how far it is. Throws when its start cannot be recorded. */
  ask(request: JobRequest): JobRun {
    const { id } = request
    const job = this.#jobs.get(id)
    const run = this.#runs.get(id)
    if (run === undefined && request.isInAnnex && findAnnex(id) === undefined)
      return { ...this.#blank(id), state: 'waiting' }
    if (run === undefined) {
      forgetOldRuns(this.#folder, this.#runs)
      this.#record({ id, bootId: this.#config.bootId, state: 'preparing' })
      const begun: Job = {
        ...{ request, process: undefined, mounts: undefined, door: undefined, ending: undefined },
        clock: undefined,
      }
      begun.clock = setTimeout(() => this.#timeOut(begun), Math.min(request.timeoutMs, longestMs))
      this.#jobs.set(id, begun)
      void this.#prepare(begun)
    } else if (job && !job.ending && run.state === 'prepared' && request.go && request.command !== undefined) {
      job.request = request
      void this.#start(job)
    }
    return this.#runOf(id)
  }

  /** Ends it with all it started, or sees to it that it never starts. */
  end(id: string): JobRun {
    const run = this.#runs.get(id)
    const job = this.#jobs.get(id)
    if (run === undefined)
      this.#record({ ...this.#blank(id), state: 'ended', reason: 'Terminated', endedAt: Date.now() })
    else if (job) this.#stop(job, 'Terminated')
    return this.#runOf(id)
  }

  /** How far it is, as soon as that is further than `known`, or after a while. */
  async wait(id: string, known: unknown): Promise<JobRun> {
    if (this.#runOf(id).state !== known || this.#waiting.size >= mostWaiting) return this.#runOf(id)
    await new Promise<void>((resolve) => {
      const over = () => {
        clearTimeout(timer)
        this.#waiting.delete(over)
        resolve()
      }
      const timer = setTimeout(over, longestWaitMs)
      this.#waiting.set(over, id)
    })
    return this.#runOf(id)
  }

  /** The node ends: what runs is cut off, and is told to have been when the node is up again. */
  async stop(): Promise<void> {
    const jobs = [...this.#jobs.values()]
    for (const job of jobs) job.ending ??= 'Interrupted'
    await Promise.all(jobs.flatMap((job) => [job.process?.stop(), job.door?.close()]))
  }

  /** A node that only takes part is there for as long as the first one runs. */
  #timeOut(job: Job): void {
    const { id, command } = job.request
    if (command !== undefined || this.#runOf(id).state !== 'prepared') this.#stop(job, 'TimedOut')
  }

  /** Wherever it is. What ends it first is why it ended. */
  #stop(job: Job, why: 'TimedOut' | 'Terminated'): void {
    if (job.ending !== undefined) return
    job.ending = why
    if (job.process) void job.process.stop()
    else if (this.#runOf(job.request.id).state === 'prepared') void this.#leave(job, {})
    else void job.mounts?.release().catch(() => undefined)
  }

  async #prepare(job: Job): Promise<void> {
    const { request } = job
    try {
      await makePlace(request)
      await mountVolumes()
      await this.#mount(job)
      makeFolders(request)
      const code = request.preparation === undefined ? 0 : await this.#run(job, request.preparation, true)
      if (job.ending) return await this.#leave(job, {})
      if (code !== 0) return await this.#leave(job, { reason: 'PreparationFailed', exitCode: code })
      if (request.peers) await this.#openDoor(job, request.peers)
      if (job.ending) return await this.#leave(job, {})
      if (request.command !== undefined && request.go) return await this.#start(job)
      this.#record({ ...this.#blank(request.id), state: 'prepared' })
    } catch (error) {
      await this.#leave(job, notStarted(error))
    }
  }

  async #mount(job: Job): Promise<void> {
    const { id, environment, workFolder, freshFolder, mountCommands = [] } = job.request
    if (mountCommands.length === 0 || job.ending) return
    job.mounts = mountForJob(mountCommands, freshFolder, {
      environment: nodeEnvironment(environment),
      folder: workFolder,
      stdout: `${freshFolder}/mounts.txt`,
      stderr: `${freshFolder}/mounts.txt`,
      scriptPath: `${scriptPath(id)}.mounts`,
    })
    await job.mounts.ready
  }

  async #openDoor(job: Job, peers: JobPeers): Promise<void> {
    const { id, workFolder } = job.request
    job.door = await openDoor({ ...placeOf(job.request), peers, workFolder, folder: `${jobsFolder}/${id}` })
  }

  async #start(job: Job): Promise<void> {
    const { command = '' } = job.request
    const startedAt = Date.now()
    try {
      this.#record({ ...this.#blank(job.request.id), state: 'running', startedAt })
      const exitCode = await this.#run(job, command, false)
      this.#onExit({ name: 'job', pid: 0, code: exitCode, signal: null, ranMs: Date.now() - startedAt })
      await this.#leave(job, { startedAt, exitCode })
    } catch (error) {
      await this.#leave(job, { startedAt, ...notStarted(error) })
    }
  }

  async #run(job: Job, commandLine: string, isPreparation: boolean): Promise<number> {
    const { outputs, workFolder } = job.request
    const suffix = isPreparation ? outputs.preparation : ''
    job.process = startJobProcess({
      commandLine,
      ...placeOf(job.request),
      folder: workFolder,
      stdout: `${outputs.folder}/stdout${suffix}.txt`,
      stderr: `${outputs.folder}/stderr${suffix}.txt`,
      scriptPath: scriptPath(job.request.id),
    })
    try {
      // Asked to end between the two of them.
      if (job.ending) void job.process.stop()
      return await job.process.ended
    } finally {
      job.process = undefined
    }
  }

  /** What came in goes first, then what it has mounted: the next one wants the node to itself. */
  async #leave(job: Job, end: Partial<JobRun>): Promise<void> {
    clearTimeout(job.clock)
    const complain = (error: unknown) => console.error(`job: ${String(error)}`)
    await job.door?.close().catch(complain)
    for (const folder of job.request.temporaryFolders ?? [])
      await rm(folder, { recursive: true, force: true }).catch(complain)
    if (job.mounts) await job.mounts.release().catch(complain)
    this.#ended(job, end)
  }

  #ended(job: Job, end: Partial<JobRun>): void {
    const { id } = job.request
    this.#jobs.delete(id)
    for (const path of [scriptPath(id), `${scriptPath(id)}.mounts`]) rmSync(path, { force: true })
    // Left as it was: the next boot tells that it was cut off.
    if (job.ending === 'Interrupted') return
    const reason = job.ending ?? end.reason
    const run: JobRun = {
      ...{ ...this.#blank(id), ...end, state: 'ended', endedAt: Date.now() },
      ...(reason === undefined ? {} : { reason }),
    }
    try {
      this.#record(run)
    } catch (error) {
      // A full disk: it is told as long as the node is up.
      console.error(`job: ${String(error)}`)
      this.#runs.set(id, run)
      this.#tell(id)
    }
  }

  #blank(id: string) {
    return { id, bootId: this.#config.bootId }
  }

  #runOf(id: string): JobRun {
    const run = this.#runs.get(id)
    if (run === undefined) throw new Error('no such job')
    return run
  }

  #record(run: JobRun): void {
    writeJobRun(this.#folder, run)
    this.#runs.set(run.id, run)
    this.#tell(run.id)
  }

  #tell(id: string): void {
    for (const [over, of] of this.#waiting) if (of === id) over()
  }
}

async function makePlace(request: JobRequest): Promise<void> {
  const { id, freshFolder, links, mountPoints = [] } = request
  requireMounted(mountPoints)
  mkdirSync(dirname(scriptPath(id)), { recursive: true, mode: 0o700 })
  await unmountBelow(freshFolder)
  rmSync(freshFolder, { recursive: true, force: true })
  mkdirSync(freshFolder, { recursive: true })
  requireRootsWay(dirname(freshFolder))
  // Open to whomever the job runs programs as, who take nothing away of what is root's there.
  chmodSync(freshFolder, 0o1777)
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(target, { recursive: true })
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(target, path)
  }
}

/** They may lie in what it has mounted. */
function makeFolders({ folders, files }: JobRequest): void {
  for (const folder of folders) mkdirSync(folder, { recursive: true })
  for (const [path, content] of Object.entries(files)) writeFileSync(path, content)
}

/** Where it runs: in the node, or in its annex with what the image of that says. */
function placeOf({ id, isInAnnex, environment, workFolder, folders }: JobRequest) {
  if (!isInAnnex) return { environment: nodeEnvironment(environment) }
  const annex = findAnnex(id)
  if (annex === undefined) throw new Error('its container has gone')
  return {
    environment: { LANG: 'C.UTF-8', ...annexEnvironment(annex), ...ofRoot('/bin/sh'), ...environment },
    within: inAnnex(annex, [workFolder, ...folders]),
  }
}

function nodeEnvironment(given: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { LANG: 'C.UTF-8', ...process.env, ...machineEnvironment(), ...ofRoot(shellOf()), ...given }
}

function ofRoot(shell: string) {
  return { HOME: '/root', USER: 'root', LOGNAME: 'root', SHELL: shell }
}

function scriptPath(id: string): string {
  return `${jobsFolder}/${id}.sh`
}

function notStarted(error: unknown): Partial<JobRun> {
  return { reason: 'NotStarted', message: String(error).slice(0, 300) }
}
