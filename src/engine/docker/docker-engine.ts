// The Docker engine. A machine is a container with a network of its own and folders under the data folder; everything is
// found again by name and label, and the only memory beside Docker's is each machine's boot file. Needs root: it mounts,
// and it keeps the firewall.

import type Docker from 'dockerode'
import { systemClock } from '../../base/clock.ts'
import { defaultAllowedImages } from '../../base/image-reference.ts'
import type { Log } from '../../base/log.ts'
import { bootKey } from '../channel-protocol.ts'
import { dial } from '../dial.ts'
import type { Engine, MachineStatus } from '../engine.ts'
import { ensureAnnex } from './annexes/ensure-annex.ts'
import { removeAnnex } from './annexes/remove-annexes.ts'
import { type Boot, readBoot } from './boot-file.ts'
import { dockerCapabilities, hostCapabilities } from './capabilities.ts'
import { emptyTrash } from './discard.ts'
import { diskOfDocker } from './disk-of-docker.ts'
import { type DockerContext, findMachine } from './docker-context.ts'
import { removeMachine, removeVolume, stopMachine } from './end-machine.ts'
import { ensureMachine } from './ensure-machine.ts'
import { firewallOf } from './firewall.ts'
import { machineGroups } from './groups/machine-groups.ts'
import { machineEvents } from './machine-events.ts'
import { fetchedFolder, foldersOf } from './machine-folders.ts'
import { MachineJobs } from './machine-jobs.ts'
import { fromList, machineStatus, type SeenContainer } from './machine-status.ts'
import { measures } from './measure-machine.ts'
import { MountDoors } from './mounter/mount-doors.ts'
import { runMounter } from './mounter/run-mounter.ts'
import { labels } from './names.ts'
import { openDocker } from './open-docker.ts'
import { peerGroups } from './peers.ts'
import { machineReach } from './reach-machine.ts'
import { defaultFetchedBytes, fetchedImages } from './sidecars/fetched-images.ts'

export interface DockerEngineOptions {
  /** Path of Docker's socket, with or without `unix://`. */
  readonly socketPath: string
  readonly installationId: string
  readonly channelKey: Uint8Array
  /** `supervisor`: filled by `prepareSupervisor`. */
  readonly paths: { readonly volumes: string; readonly supervisor: string }
  /** Each machine gets a /28 of it, such as `10.201.0.0/16`. */
  readonly networkRange: string
  /** Registries and beginnings of paths that images are fetched from; undefined: the usual ones. */
  readonly allowedImages?: readonly string[] | undefined
  /** Of all images together that were fetched for jobs and applications; undefined: 50 GiB. */
  readonly fetchedImagesBytes?: number | undefined
  readonly log: Log
  /** File systems of its programs that a machine may have mounted, 0 for none; `image` has the Python that mounts them. */
  readonly mounts: { readonly max: number; readonly image: string }
  /** Tests only: starts machines although `volumes` is not mounted nosuid,nodev. */
  readonly allowPlainVolumes?: boolean
}

export function createDockerEngine(options: DockerEngineOptions): Engine {
  const docker = openDocker(options)
  const capabilities = dockerCapabilities(options.socketPath)
  const context: DockerContext = {
    ...options,
    docker,
    clock: systemClock,
    allowPlainVolumes: options.allowPlainVolumes ?? false,
    jobs: new MachineJobs(),
    doors: new MountDoors({
      clock: systemClock,
      log: options.log,
      serve: (key, tell) => runMounter(context, { key, ...options.mounts, tell }),
    }),
    sidecarFaults: new Map(),
    storage: { limitsDisks: true },
    allowedImages: options.allowedImages ?? defaultAllowedImages,
    fetchedImages: fetchedImages({
      ...{ docker, folder: fetchedFolder(options.paths.volumes), log: options.log },
      maxBytes: options.fetchedImagesBytes ?? defaultFetchedBytes,
      disk: () => diskOfDocker(docker),
    }),
    fetching: new Map(),
    groups: machineGroups({ docker, installationId: options.installationId, log: options.log }),
    ensureFirewall: firewallOf(options.installationId, () => peerGroups(docker, options.installationId)),
    hostCpus: async () => (await capabilities()).cpus,
  }
  void emptyTrash({ volumes: options.paths.volumes, log: options.log })
  const reach = machineReach(context)
  return {
    name: 'docker',
    capabilities: () => capabilities().catch(hostCapabilities),
    ensureMachine: (spec) => ensureMachine(context, spec),
    inspectMachine: async (key) => (await findMachine(context, key))?.status,
    stopMachine: (key) => stopMachine(context, key),
    removeMachine: (key) => removeMachine(context, key),
    listMachines: () => listMachines(context),
    removeVolume: (key) => removeVolume(context, key),
    ensureAnnex: (key, annex) => ensureAnnex(context, key, annex),
    removeAnnex: (key, name) => removeAnnex(context, key, name),
    connect: async (key, channel) => {
      const { endpoint, bootId } = await reach(key)
      return dial({ endpoint, key: bootKey(context.channelKey, key, bootId), channel })
    },
    events: (signal) => machineEvents(context, signal),
    ...measures(context),
  }
}

/** A server that was started anew finds machines that run, and whose doors nobody answers at. */
async function keepDoor({ doors, jobs, paths, log }: DockerContext, { key, phase }: MachineStatus): Promise<void> {
  const job = jobs.kindOf(key)
  if (phase !== 'running' || job === 'stop' || job === 'remove') return
  await doors.open(key, foldersOf(paths.volumes, key).door).catch((err: unknown) => {
    // Machines of before have no such folder.
    if ((err as NodeJS.ErrnoException).code !== 'ENOENT') log.warn({ err, machine: key }, 'cannot listen at its door')
  })
}

async function* listMachines(context: DockerContext): AsyncIterable<MachineStatus> {
  const filters = { label: [`${labels.installation}=${context.installationId}`] }
  const [containers, networks] = await Promise.all([
    context.docker.listContainers({ all: true, filters }),
    context.docker.listNetworks({ filters }),
  ])
  // Somebody may have reloaded the host's firewall while machines run: the sweep that finds drift mends this too.
  if (containers.length > 0) {
    await context.ensureFirewall().catch((err: unknown) => context.log.error({ err }, 'cannot keep the firewall'))
  }
  const seen = new Set<string>()
  const isSidecar = ({ Labels: own }: Docker.ContainerInfo): boolean => own[labels.sidecar] !== undefined
  const isBeside = (each: Docker.ContainerInfo): boolean =>
    isSidecar(each) || [labels.annex, labels.mounter].some((label) => each.Labels[label] !== undefined)
  const beside = containers.filter(isBeside)
  for (const container of containers.filter((each) => !isBeside(each)).map(fromList)) {
    const key = container.labels[labels.machine] ?? ''
    if (key === '') continue
    seen.add(key)
    const boot = await readBoot(foldersOf(context.paths.volumes, key).bootFile)
    const status = await statusIn(context, container, boot)
    if (boot !== undefined) await keepDoor(context, status)
    const running = beside.filter((each) => each.Labels[labels.machine] === key && each.State === 'running')
    const names = running.filter(isSidecar).map((each) => each.Labels[labels.sidecar] ?? '')
    yield names.length === 0 ? status : { ...status, sidecars: names.map((name) => ({ name, phase: 'running' })) }
  }
  void context.fetchedImages.trim()
  // A creation or removal that was cut off can leave a network or a group alone, or what stood beside a machine.
  const groups = (await context.groups.keys()).map((key) => ({ Labels: { [labels.machine]: key } }))
  for (const { Labels: own = {} } of [...networks, ...beside, ...groups]) {
    const key = own[labels.machine] ?? ''
    if (key === '' || seen.has(key)) continue
    seen.add(key)
    yield machineStatus({ labels: own, state: 'created', address: '', end: undefined }, undefined, false)
  }
}

/**
 * A list shows what Docker has noted, which with a full disk is what was: one that was asked to end and is said to run is
 * looked at by itself.
 */
async function statusIn(context: DockerContext, seen: SeenContainer, boot: Boot | undefined): Promise<MachineStatus> {
  const key = seen.labels[labels.machine] ?? ''
  const isStopping = context.jobs.kindOf(key) === 'stop'
  const noted = machineStatus(seen, boot, isStopping)
  if (boot?.isStopAsked !== true || isStopping || noted.phase !== 'running') return noted
  return (await findMachine(context, key))?.status ?? noted
}
