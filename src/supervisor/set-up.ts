// The scripts of a node (CI-70…87): run here and not by the server, so that one that is killed meanwhile changes nothing.
// The server asks as often as it likes; what runs and what has run is answered, and only what is due is started: the
// creation script once for each number, the start-up script once for each boot, and never one beside the other.

import { mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import type { BootConfig } from './boot-config.ts'
import { runFolder } from './environment.ts'
import type { Exit } from './exits.ts'
import { type RunningScript, runScript } from './run-script.ts'
import { ScriptLog } from './script-log.ts'
import { readRuns, type ScriptRun, type ScriptRuns, writeRuns } from './set-up-record.ts'
import type { NodeScript, ScriptKind, SetupRequest } from './set-up-request.ts'
import { shellOf } from './user.ts'

export interface SetupStatus {
  /** The numbers that were last dealt with, such as `1.0`; undefined: nothing was asked in this boot. */
  readonly handled: string | undefined
  readonly running: ScriptKind | undefined
  readonly runs: ScriptRuns
}

export class SetUp {
  readonly #config: BootConfig
  readonly #folder: string
  readonly #onExit: (exit: Omit<Exit, 'bootId'>) => void
  #runs: ScriptRuns
  #handled: string | undefined
  #running: ScriptKind | undefined
  #script: RunningScript | undefined
  #isStopping = false

  /** `folder` outlives the machine. */
  constructor(config: BootConfig, folder: string, onExit: (exit: Omit<Exit, 'bootId'>) => void) {
    this.#config = config
    this.#folder = folder
    this.#onExit = onExit
    this.#runs = readRuns(`${folder}/runs.json`)
  }

  status(): SetupStatus {
    return { handled: this.#handled, running: this.#running, runs: this.#runs }
  }

  logPath(kind: ScriptKind): string {
    return `${this.#folder}/${kind}.log`
  }

  /** Starts what is due, unless something runs. */
  ask(request: SetupRequest): void {
    const asked = `${request.runs.creation}.${request.runs.startup}`
    if (this.#running !== undefined || this.#handled === asked) return
    const [first] = dueScripts(request, this.#runs, this.#config.bootId)
    if (first === undefined) {
      this.#handled = asked
      return
    }
    this.#running = first
    void this.#runDue(request)
      .catch((error: unknown) => console.error(`set-up: ${String(error)}`))
      .finally(() => {
        this.#running = undefined
        this.#handled = asked
      })
  }

  /** The node ends: what runs is cut off. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await this.#script?.stop()
  }

  async #runDue(request: SetupRequest): Promise<void> {
    for (const kind of dueScripts(request, this.#runs, this.#config.bootId)) {
      const script = request.scripts[kind]
      if (script === undefined) continue
      this.#running = kind
      const isDone = await this.#run(kind, script, request)
      if (!isDone) return
    }
  }

  /** True: it succeeded. */
  async #run(kind: ScriptKind, script: NodeScript, request: SetupRequest): Promise<boolean> {
    const { bootId } = this.#config
    const startedAt = Date.now()
    const run = { run: request.runs[kind], bootId, digest: script.digest, startedAt }
    try {
      this.#record(kind, { ...run, state: 'running' })
    } catch (error) {
      // Unrecorded it might run again: it does not run.
      this.#runs = { ...this.#runs, [kind]: { ...run, ...notStarted(error) } }
      return false
    }
    const end = await this.#carryOut(kind, script, request).catch(notStarted)
    this.#onExit({
      name: `script:${kind}`,
      pid: 0,
      code: end.exitCode ?? null,
      signal: null,
      ranMs: Date.now() - startedAt,
    })
    try {
      this.#record(kind, { ...run, ...end, endedAt: Date.now() })
    } catch (error) {
      console.error(`set-up: ${String(error)}`)
      this.#runs = { ...this.#runs, [kind]: { ...run, ...end, endedAt: Date.now() } }
    }
    return end.state === 'succeeded'
  }

  async #carryOut(kind: ScriptKind, script: NodeScript, request: SetupRequest): Promise<Ended> {
    const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
    const log = new ScriptLog({
      path: this.logPath(kind),
      stored: { ...request.logFolder, file: `${kind}-${stamp}-${request.runs[kind]}.log` },
      uid: this.#config.user.uid,
    })
    try {
      makeLinks(request.links)
      this.#script = runScript(script, {
        folder: `${runFolder}/scripts`,
        name: kind,
        environment: environmentOf(request.environment),
        onOutput: (chunk) => log.write(chunk),
      })
      const { exitCode, isTimedOut } = await this.#script.ended
      if (this.#isStopping) return { state: 'failed', exitCode, reason: 'Interrupted' }
      if (isTimedOut) log.write(Buffer.from(`\n[ended: it took longer than ${script.timeoutMs / 1000} s]\n`))
      if (isTimedOut) return { state: 'failed', exitCode, reason: 'TimedOut' }
      return exitCode === 0 ? { state: 'succeeded', exitCode } : { state: 'failed', exitCode, reason: 'ExitCode' }
    } catch (error) {
      log.write(Buffer.from(`[not started: ${String(error)}]\n`))
      throw error
    } finally {
      this.#script = undefined
      log.close()
    }
  }

  #record(kind: ScriptKind, run: ScriptRun): void {
    const runs = { ...this.#runs, [kind]: run }
    writeRuns(`${this.#folder}/runs.json`, runs)
    this.#runs = runs
  }
}

type Ended = Pick<ScriptRun, 'state' | 'exitCode' | 'reason' | 'message'>

/** In their order. The start-up script waits for a creation script that has yet to succeed. */
export function dueScripts(request: SetupRequest, runs: ScriptRuns, bootId: string): ScriptKind[] {
  const { creation, startup } = runs
  const hasCreation = request.scripts.creation !== undefined
  const isCreationDue = hasCreation && (creation?.run ?? 0) < request.runs.creation
  if (hasCreation && !isCreationDue && creation !== undefined && creation.state !== 'succeeded') return []
  const ran = startup?.bootId === bootId ? startup.run : undefined
  const isNewBoot = ran === undefined && (!request.isSettled || isCreationDue)
  const isAskedAnew = (startup?.run ?? 0) < request.runs.startup
  const isStartupDue = request.scripts.startup !== undefined && (isNewBoot || isAskedAnew)
  return [...(isCreationDue ? (['creation'] as const) : []), ...(isStartupDue ? (['startup'] as const) : [])]
}

function notStarted(error: unknown): Ended {
  return { state: 'failed', reason: 'NotStarted', message: String(error).slice(0, 300) }
}

function environmentOf(given: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { LANG: 'C.UTF-8', ...process.env, HOME: '/root', USER: 'root', LOGNAME: 'root', SHELL: shellOf(), ...given }
}

function makeLinks(links: Readonly<Record<string, string>>): void {
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(path), { recursive: true })
    if (linkTarget(path) === target) continue
    rmSync(path, { force: true })
    symlinkSync(target, path)
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
