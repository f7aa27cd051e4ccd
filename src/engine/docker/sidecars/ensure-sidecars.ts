// Brings what runs beside a running machine to what its spec asks for. Promise: it answers soon, each call finds out where
// things stand, and what fails is told of the one sidecar and tried again at the machine's next start.

import { join } from 'node:path'
import { TerminalError } from '../../../base/errors.ts'
import { ConfinedPathError } from '../../../share/confined-path-error.ts'
import type { MachineSpec, Sidecar, SidecarStatus } from '../../engine.ts'
import { limitOptions } from '../container-options.ts'
import { type DockerContext, type FoundMachine, findMachine } from '../docker-context.ts'
import { isConflict, isMissing, isUnanswered, isUnchanged } from '../docker-errors.ts'
import { foldersOf } from '../machine-folders.ts'
import { planMounts } from '../plan-mounts.ts'
import { bindInner, unbindOthers } from './bind-inner.ts'
import { removeSidecar } from './end-sidecars.ts'
import { type FoundSidecar, findSidecars } from './find-sidecars.ts'
import { uncoveredVolumes } from './image-volumes.ts'
import { ensureImage } from './pull-image.ts'
import { planSidecarMounts, type SidecarMountPlan } from './sidecar-mounts.ts'
import { sidecarDigest } from './sidecar-names.ts'
import { sidecarOptions } from './sidecar-options.ts'

/** An idle Docker makes and starts a container of an image that is here in less. */
const patienceMs = 800
/** One that cannot run ends sooner. */
const steadyMs = 1000

export async function ensureSidecars(
  context: DockerContext,
  spec: MachineSpec,
  machine: FoundMachine,
): Promise<readonly SidecarStatus[]> {
  const wanted = spec.sidecars ?? []
  const found = await findSidecars(context, spec.key)
  const others = found.filter((each) => !wanted.some((sidecar) => isMadeFor(each, sidecar)))
  await Promise.all(others.map(removeSidecar))
  if (wanted.length === 0 && others.length === 0) return []
  const plans = new Map(wanted.map((sidecar) => [sidecar, mountsOf(context, spec, sidecar)]))
  const kept = [...plans.values()].flatMap((plan) => (plan instanceof TerminalError ? [] : plan.inner))
  if (others.length > 0) await unbindOthers(innerFolder(context, spec), new Set(kept.map(({ target }) => target)))
  return Promise.all(
    wanted.map((sidecar) => {
      const plan = plans.get(sidecar)
      if (plan instanceof TerminalError) return failed(sidecar, plan)
      const there = found.find((each) => isMadeFor(each, sidecar))
      return ensureOne(context, { spec, machine, sidecar, there, mounts: plan ?? { binds: [], inner: [] } })
    }),
  )
}

function isMadeFor(found: FoundSidecar, sidecar: Sidecar): boolean {
  return found.name === sidecar.name && found.digest === sidecarDigest(sidecar)
}

function mountsOf(context: DockerContext, spec: MachineSpec, sidecar: Sidecar): SidecarMountPlan | TerminalError {
  try {
    return planSidecarMounts(sidecar, planMounts(context.paths, spec), innerFolder(context, spec))
  } catch (error) {
    if (error instanceof TerminalError) return error
    throw error
  }
}

function innerFolder(context: DockerContext, spec: MachineSpec): string {
  return join(foldersOf(context.paths.volumes, spec.key).mounts, 'sidecars')
}

interface Task {
  readonly spec: MachineSpec
  readonly machine: FoundMachine
  readonly sidecar: Sidecar
  readonly there: FoundSidecar | undefined
  readonly mounts: SidecarMountPlan
}

async function ensureOne(context: DockerContext, task: Task): Promise<SidecarStatus> {
  const { spec, sidecar } = task
  const key = `${spec.key}/${sidecar.name}`
  const attempt = `${task.machine.boot?.bootId} ${sidecarDigest(sidecar)}`
  const known = context.sidecarFaults.get(key)
  if (known?.attempt === attempt) return failed(sidecar, known.error)
  const standing = task.there === undefined ? 'absent' : await standingOf(context, task, task.there)
  if (standing === 'foreign' && task.there !== undefined) await removeSidecar(task.there)
  const there = standing === 'ready' ? task.there : undefined
  if (standing === 'running') return { name: sidecar.name, phase: 'running' }
  if (standing instanceof TerminalError) return failed(sidecar, standing)
  if (standing === 'coming') return { name: sidecar.name, phase: 'preparing' }
  await context.jobs.run({
    key,
    kind: 'start',
    patienceMs,
    work: () =>
      start(context, { ...task, there }).catch((error: unknown) => {
        // It is not its fault that Docker was ended meanwhile.
        if (isUnanswered(error)) throw error
        context.log.info({ err: error, machine: spec.key, sidecar: sidecar.name }, 'a sidecar does not start')
        context.sidecarFaults.set(key, { attempt, error: explained(error) })
      }),
  })
  // What became of it is looked at the next time.
  return { name: sidecar.name, phase: 'preparing' }
}

function failed({ name }: Sidecar, { code, message }: TerminalError): SidecarStatus {
  return { name, phase: 'failed', fault: { code, message } }
}

/** `ready`: to be started, also one that runs in a network that is no more. `foreign`: made beside another container. */
async function standingOf(
  context: DockerContext,
  { machine, sidecar }: Task,
  { container }: FoundSidecar,
): Promise<'running' | 'coming' | 'ready' | 'foreign' | 'absent' | TerminalError> {
  const info = await container.inspect().catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  if (info === undefined) return 'absent'
  const { State: state, HostConfig: has } = info
  // Docker keeps the id of the container that was named.
  const own = [machine.info.Id, machine.info.Name.replace(/^\//, '')].map((name) => `container:${name}`)
  if (!own.includes(has.NetworkMode ?? '')) return 'foreign'
  const startedAt = Date.parse(machine.info.State.StartedAt)
  if (state.Running && !state.Restarting) {
    if (Date.parse(state.StartedAt) < startedAt) return 'ready'
    const limits = limitOptions(sidecar.limits, await context.hostCpus())
    const isSame = Object.entries(limits).every(([name, value]) => has[name as keyof typeof limits] === value)
    if (!isSame) await container.update(limits)
    return context.clock.now() - Date.parse(state.StartedAt) < steadyMs ? 'coming' : 'running'
  }
  if (state.Restarting) return 'coming'
  const hasEnded = state.Status === 'exited' && Date.parse(state.StartedAt) >= startedAt
  if (!hasEnded) return 'ready'
  const how = state.OOMKilled ? 'it ran out of memory' : `its program ended with exit status ${state.ExitCode}`
  return new TerminalError('ApplicationEnded', `It does not run: ${how}.`)
}

async function start(context: DockerContext, task: Task): Promise<void> {
  const { spec, sidecar, machine, mounts } = task
  await ensureImage(context, sidecar.image, {})
  // Fetching may have taken minutes, in which the machine may have been stopped or started again.
  const now = await findMachine(context, spec.key)
  if (now?.status.bootId === undefined || now.status.bootId !== machine.boot?.bootId) return
  await requireOwnDisks(context, sidecar)
  for (const folder of mounts.inner) await bindInner(folder, spec.config.user.uid)
  const container = task.there?.container ?? (await create(context, task))
  try {
    // A restart, so that one that still runs lets go of the network of the boot before.
    await (task.there === undefined ? container.start() : container.restart({ t: 0 }))
  } catch (error) {
    if (!isUnchanged(error)) throw error
  }
}

/** What Docker would make for the image's volumes lies on no disk of the machine's, and goes with the container. */
async function requireOwnDisks({ docker }: DockerContext, { image, mounts }: Sidecar): Promise<void> {
  const [path] = await uncoveredVolumes(
    docker,
    image,
    mounts.map((mount) => mount.path),
  )
  if (path === undefined) return
  throw new TerminalError(
    'ImageNeedsVolume',
    `The image ${image} keeps files at ${path}, which is on no disk of the instance: give the application a volume with the target ${path}.`,
  )
}

async function create(context: DockerContext, { spec, sidecar, machine, mounts }: Task) {
  const options = sidecarOptions({
    installationId: context.installationId,
    machine: spec,
    sidecar,
    binds: mounts.binds,
    hostCpus: await context.hostCpus(),
    group: machine.info.HostConfig.CgroupParent || undefined,
  })
  return context.docker.createContainer(options).catch((error: unknown) => {
    if (isConflict(error)) return context.docker.getContainer(options.name ?? '')
    throw error
  })
}

/** Docker's own words may name folders of the host. */
function explained(error: unknown): TerminalError {
  if (error instanceof TerminalError) return error
  const text = String(error)
  if (error instanceof ConfinedPathError) {
    const path = `/${error.path.join('/')}`
    return new TerminalError('InvalidMount', `A folder to be mounted is a link, or leads through one: …${path}.`)
  }
  if (text.includes('ENOENT') && text.includes('/proc/self/fd'))
    return new TerminalError('InvalidMount', 'A folder to be mounted is not there, and is on a datastore.')
  if (/executable file not found|no such file or directory|no command specified|permission denied/i.test(text))
    return new TerminalError('ApplicationNotStarted', 'The image names no program that can be started.')
  return new TerminalError('ApplicationNotStarted', 'Docker did not start it; the log of the server says why.')
}
