// From nothing, or from a stopped container, to a started one. Every step finds done what an earlier attempt did. Order:
// folders and shares first and verified, what can be made at the same time together, the boot's key just before the start.

import { mkdir } from 'node:fs/promises'
import { TerminalError } from '../../base/errors.ts'
import type { MachineSpec } from '../engine.ts'
import { writeBoot } from './boot-file.ts'
import { containerOptions, limitOptions } from './container-options.ts'
import { containerOf, type DockerContext, type FoundMachine } from './docker-context.ts'
import { isConflict, isMissing, isUnchanged } from './docker-errors.ts'
import { endStaleTask } from './end-stale-task.ts'
import { ensureBound, mountOf, readMounts, requireSafeVolumes } from './host-mounts.ts'
import { foldersOf, makeFolders } from './machine-folders.ts'
import { mountDatastores } from './mount-datastores.ts'
import { endConnections } from './mounter/end-connections.ts'
import { hasFuse } from './mounter/fuse-of-host.ts'
import { dockerName, networkName } from './names.ts'
import { ensureNetwork } from './networks.ts'
import { type MountPlan, planMounts } from './plan-mounts.ts'
import { deleteLeftEndpoint, isEndpointLeft } from './stale-endpoint.ts'
import { mountTemporaryDisk } from './temporary-disk.ts'

export interface Start {
  readonly spec: MachineSpec
  readonly found: FoundMachine | undefined
  readonly restarts: number
}

export async function startMachine(context: DockerContext, { spec, found, restarts }: Start): Promise<void> {
  requireGpus(spec, found)
  const plan = planMounts(context.paths, spec)
  const { canFollow, bootFile } = await mountAll(context, spec, plan)
  await mountDisk(context, spec)
  const network = ensureNetwork(context.docker, {
    installationId: context.installationId,
    machineKey: spec.key,
    nodeId: spec.nodeId,
    range: context.networkRange,
    network: spec.network,
    cluster: spec.cluster,
  })
  const container =
    found === undefined ? create(context, { spec, plan, canFollow, network }) : limit(context, spec, found)
  await allDone([network, container, firewall(context, spec, network)])
  // Of one that was made before, the group may be away: it goes with a restart of the host.
  if (found !== undefined) await holdTogether(context, spec, found)
  await writeBoot(bootFile, spec, { channelKey: context.channelKey, at: context.clock.now(), restarts })
  const { door, connections } = foldersOf(context.paths.volumes, spec.key)
  await Promise.all([endConnections(connections, context.log), context.doors.open(spec.key, door)])
  await start(context, spec)
}

async function mountDisk({ paths, log }: DockerContext, { key, limits }: MachineSpec): Promise<void> {
  const { temporary: folder, temporaryImage: image } = foldersOf(paths.volumes, key)
  if (limits.temporaryDiskBytes !== undefined)
    await mountTemporaryDisk({ folder, image }, limits.temporaryDiskBytes, log)
}

/** A container has the devices that it was made with, for life. */
function requireGpus({ limits }: MachineSpec, found: FoundMachine | undefined): void {
  const [made] = found?.info.HostConfig.DeviceRequests ?? []
  if (found === undefined || limits.gpus <= (made?.Count ?? 0)) return
  throw new TerminalError('NoGpu', `It was made without the ${limits.gpus} GPU(s) of its size, which were simulated.`, {
    nextStep: 'Delete it and create it anew on a host with GPUs, or run "carrel up --simulate-gpu" again.',
  })
}

/** Who its machine may reach is read from the network; a machine of no network need not wait for that. */
async function firewall(context: DockerContext, spec: MachineSpec, network: Promise<void>): Promise<void> {
  if ((spec.network ?? spec.cluster) !== undefined) await network
  await context.ensureFirewall()
}

/** The folders there, the shares mounted and verified, the datastores that are to be had too, and no others. */
export async function mountAll(context: DockerContext, spec: MachineSpec, plan: MountPlan) {
  const { volumes } = context.paths
  const mounts = await readMounts()
  if (!context.allowPlainVolumes) requireSafeVolumes(mounts, volumes)
  const keysOf = (kind: 'volume' | 'share'): string[] =>
    spec.mounts.filter((mount) => mount.source.kind === kind).map((mount) => mount.source.key)
  const folders = await makeFolders(volumes, spec.key, { volumes: keysOf('volume'), shares: keysOf('share') })
  const parents = plan.binds.filter(({ follows }) => follows).map(({ source }) => source)
  for (const path of [...parents, ...plan.placeholders]) await mkdir(path, { recursive: true, mode: 0o755 })
  for (const mount of plan.propagated) await ensureBound(mounts, mount)
  const datastores = await mountDatastores(plan, { mounts, folder: folders.mounts, log: context.log })
  return { canFollow: mountOf(mounts, volumes)?.isShared === true, bootFile: folders.bootFile, datastores }
}

/** Brings processors, memory and processes of an existing container to the spec. */
export async function limit(context: DockerContext, spec: MachineSpec, found: FoundMachine): Promise<void> {
  const wanted = limitOptions(spec.limits, await context.hostCpus())
  const has = found.info.HostConfig
  const isSame = Object.entries(wanted).every(([name, value]) => has[name as keyof typeof wanted] === value)
  if (isSame) return
  // Nothing in a group may have more processors than the group: that goes first when it grows, and last when it shrinks.
  if (has.CgroupParent) await context.groups.hold(spec.key, wanted, { onlyUp: true })
  await containerOf(context, spec.key).update(wanted)
}

/** All that was made below the machine's group gets no more than the machine may have. */
export async function holdTogether(context: DockerContext, spec: MachineSpec, found: FoundMachine): Promise<void> {
  if (!found.info.HostConfig.CgroupParent) return
  await context.groups.hold(spec.key, limitOptions(spec.limits, await context.hostCpus()))
}

interface Creation {
  readonly spec: MachineSpec
  readonly plan: MountPlan
  readonly canFollow: boolean
  readonly network: Promise<void>
}

async function create(context: DockerContext, { spec, plan, canFollow, network }: Creation): Promise<void> {
  const { docker, installationId } = context
  const hostCpus = await context.hostCpus()
  const group = await context.groups.parentFor(spec.key, limitOptions(spec.limits, hostCpus))
  const createOnce = async () => {
    const { limitsDisks } = context.storage
    const options = containerOptions({
      installationId,
      spec,
      binds: plan.binds,
      hostCpus,
      group,
      canFollow,
      limitsDisks,
      hasFuse: await hasFuse(),
    })
    // Some versions of Docker want the network to be there when the container is made, others only at its start.
    await docker.createContainer(options).catch(async (error: unknown) => {
      if (!isMissing(error) || !/network/i.test(String(error))) throw error
      await network
      return docker.createContainer(options)
    })
  }
  try {
    await createOnce().catch(async (error: unknown) => {
      if (!context.storage.limitsDisks || !/storage-opt|quota/i.test(String(error))) throw error
      context.storage.limitsDisks = false
      context.log.info('the storage of Docker holds no machine to the size of its disk')
      await createOnce()
    })
  } catch (error) {
    if (isConflict(error)) return
    throw explained(error, spec)
  }
}

/** None is left under way when another has failed: what follows may be the removal of all of it. */
async function allDone(steps: readonly Promise<void>[]): Promise<void> {
  for (const step of await Promise.allSettled(steps)) if (step.status === 'rejected') throw step.reason
}

async function start(context: DockerContext, spec: MachineSpec): Promise<void> {
  const container = containerOf(context, spec.key)
  try {
    await container.start().catch(async (error: unknown) => {
      await mendNetwork(context, spec, error)
      await container.start()
    })
  } catch (error) {
    if (isUnchanged(error)) return
    const id = await container.inspect().then(
      ({ Id }) => Id,
      () => undefined,
    )
    if (id !== undefined && (await endStaleTask(error, id)))
      context.log.warn({ err: error, machine: spec.key }, 'ended what was left of its last run')
    throw explained(error, spec)
  }
}

/** Throws the error that it cannot mend. */
async function mendNetwork(
  { docker, installationId }: DockerContext,
  spec: MachineSpec,
  error: unknown,
): Promise<void> {
  const container = dockerName(installationId, spec.key)
  const name = networkName(installationId, spec)
  if (isEndpointLeft(error)) return deleteLeftEndpoint(docker, container, name)
  if (!isMissing(error) || !/network/i.test(String(error))) throw error
  // It was taken away and made again: the container still knows the old one by its id.
  const aliases = spec.cluster ? { Aliases: [spec.hostname] } : {}
  await docker.getNetwork(name).connect({ Container: container, EndpointConfig: aliases })
}

function explained(error: unknown, spec: MachineSpec): unknown {
  const text = String(error)
  if (/no such image/i.test(text)) {
    return new TerminalError('ImageNotFound', `There is no image ${spec.image} on this machine.`, {
      nextStep: 'Run "carrel up" again: it builds the image when it is missing.',
      cause: error,
    })
  }
  if (/tini|\/bin\/sh/.test(text) && /no such file/i.test(text)) {
    return new TerminalError('ImageUnusable', `The image ${spec.image} lacks /usr/bin/tini or /bin/sh.`, {
      nextStep: 'Install tini and a shell in the image; everything else is brought from outside.',
      cause: error,
    })
  }
  if (/could not select device driver|nvidia-container-cli/i.test(text)) {
    return new TerminalError('NoGpu', `This machine offers Docker no ${spec.limits.gpus} GPU(s).`, {
      nextStep: 'Choose a size without GPUs, or install the container toolkit of the GPU on the host.',
      cause: error,
    })
  }
  if (/cgroup-parent|\.slice/i.test(text)) {
    return new TerminalError('CgroupDriverChanged', 'It was made when Docker had another driver of control groups.', {
      nextStep: 'Give Docker its former native.cgroupdriver back, or delete the instance and create it anew.',
      cause: error,
    })
  }
  return error
}
