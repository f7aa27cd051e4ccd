// What to do next about a machine that should run: leave it, limit it anew, stop it because a newer boot is asked for, or
// start it. Promise: it answers soon; what takes longer goes on and the next call meets it.

import type { MachineSpec, MachineStatus } from '../engine.ts'
import { readBoot } from './boot-file.ts'
import { type DockerContext, type FoundMachine, findMachine } from './docker-context.ts'
import { stopMachine } from './end-machine.ts'
import { foldersOf } from './machine-folders.ts'
import type { JobKind } from './machine-jobs.ts'
import { causeOf } from './machine-status.ts'
import { nextRestart } from './next-restart.ts'
import { planMounts } from './plan-mounts.ts'
import { ensureSidecars } from './sidecars/ensure-sidecars.ts'
import { holdTogether, limit, mountAll, startMachine } from './start-machine.ts'

/** An idle Docker creates and starts a machine in less. */
const patienceMs = 1500
export async function ensureMachine(context: DockerContext, spec: MachineSpec): Promise<MachineStatus> {
  const found = await findMachine(context, spec.key)
  if (found?.status.phase === 'running' && found.status.boot === spec.boot) {
    await limit(context, spec, found)
    const { datastores } = await mountAll(context, spec, planMounts(context.paths, spec))
    const sidecars = await ensureSidecars(context, spec, found)
    await holdTogether(context, spec, found)
    return {
      ...found.status,
      ...(sidecars.length === 0 ? {} : { sidecars }),
      ...(datastores.length === 0 ? {} : { datastores }),
    }
  }
  if (found?.status.phase === 'running') return (await stopMachine(context, spec.key)) ?? found.status

  const { cause, restarts } = await reasonToStart(context, spec, found)
  const underWay = await context.jobs.run({
    key: spec.key,
    kind: 'start',
    patienceMs,
    work: () => startMachine(context, { spec, found, restarts }),
  })
  const now = underWay === undefined ? await findMachine(context, spec.key) : undefined
  const status = now?.status ?? unfinished(spec, found, underWay)
  // Also of a start that takes longer than this call: once it runs, nothing shows any more why it had to be started.
  return { ...status, cause: cause ?? status.cause }
}

/** Why a machine that should have been running has to be started, and for the how manieth time in a row. */
async function reasonToStart(
  context: DockerContext,
  spec: MachineSpec,
  found: FoundMachine | undefined,
): Promise<{ cause: string | undefined; restarts: number }> {
  if (found === undefined) {
    const before = await readBoot(foldersOf(context.paths.volumes, spec.key).bootFile)
    // A machine that is removed on purpose takes its boot file along.
    const isLost = before !== undefined && context.jobs.kindOf(spec.key) === undefined
    return { cause: isLost ? 'OsDiskLost' : undefined, restarts: 0 }
  }
  const { boot, seen } = found
  const cause = boot?.boot === spec.boot ? causeOf(seen, boot) : undefined
  if (cause === undefined || boot === undefined || seen.end === undefined) return { cause: undefined, restarts: 0 }
  const { restarts, notBefore } = nextRestart(boot, seen.end.at)
  if (context.clock.now() < notBefore) {
    const ranMs = seen.end.at - boot.at
    throw new Error(`The machine ended ${ranMs} ms after its start with code ${seen.end.exitCode}, again`)
  }
  return { cause, restarts }
}

function unfinished(spec: MachineSpec, found: FoundMachine | undefined, kind: JobKind | undefined): MachineStatus {
  const phase = kind === 'stop' || kind === 'remove' ? 'stopping' : found === undefined ? 'creating' : 'starting'
  return {
    key: spec.key,
    nodeId: spec.nodeId,
    phase,
    boot: found?.status.boot ?? 0,
    bootId: undefined,
    endpoint: undefined,
    cause: undefined,
  }
}
