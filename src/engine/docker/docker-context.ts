// What every step of the Docker engine needs, and the two ways it looks at a machine.

import type Docker from 'dockerode'
import type { Clock } from '../../base/clock.ts'
import type { TerminalError } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import type { MachineKey, MachineStatus } from '../engine.ts'
import { type Boot, readBoot } from './boot-file.ts'
import { isMissing } from './docker-errors.ts'
import type { MachineGroups } from './groups/machine-groups.ts'
import { kernelKilledForMemory } from './kernel-log.ts'
import { foldersOf } from './machine-folders.ts'
import type { MachineJobs } from './machine-jobs.ts'
import { fromInspect, machineStatus, type SeenContainer } from './machine-status.ts'
import type { MountDoors } from './mounter/mount-doors.ts'
import { dockerName, labels } from './names.ts'
import type { FetchedImages } from './sidecars/fetched-images.ts'
import { takeNameBack } from './stale-endpoint.ts'

export interface DockerContext {
  readonly docker: Docker
  readonly installationId: string
  readonly channelKey: Uint8Array
  readonly paths: { readonly volumes: string; readonly supervisor: string }
  readonly networkRange: string
  readonly log: Log
  /** The system's: it is compared with Docker's times, and no test moves those. */
  readonly clock: Clock
  /** For tests on folders that are not a mount of their own. */
  readonly allowPlainVolumes: boolean
  readonly jobs: MachineJobs
  readonly doors: MountDoors
  /** By machine and name: why one did not start in this boot, so that it is not tried again and again. */
  readonly sidecarFaults: Map<string, { readonly attempt: string; readonly error: TerminalError }>
  /** Found out by trying: some storage of Docker's cannot hold a machine to a size. */
  readonly storage: { limitsDisks: boolean }
  /** Registries and beginnings of paths that images are fetched from. */
  readonly allowedImages: readonly string[]
  readonly fetchedImages: FetchedImages
  /** By the work that waits for an image: ends the fetching of it. */
  readonly fetching: Map<string, AbortController>
  readonly groups: MachineGroups
  hostCpus(): Promise<number>
  ensureFirewall(): Promise<void>
}

/** Of a process that a SIGKILL ended. */
const killedExitCode = 137

export interface FoundMachine {
  readonly info: Docker.ContainerInspectInfo
  readonly seen: SeenContainer
  readonly boot: Boot | undefined
  readonly status: MachineStatus
}

/** What finding one takes. */
export type MachinePlace = Pick<DockerContext, 'docker' | 'installationId' | 'paths' | 'jobs'>

export function containerOf(
  context: Pick<MachinePlace, 'docker' | 'installationId'>,
  key: MachineKey,
): Docker.Container {
  return context.docker.getContainer(dockerName(context.installationId, key))
}

export async function findMachine(context: MachinePlace, key: MachineKey): Promise<FoundMachine | undefined> {
  const [info, boot] = await Promise.all([
    inspect(context, key),
    readBoot(foldersOf(context.paths.volumes, key).bootFile),
  ])
  if (info === undefined) return undefined
  const seen = withKernelsWord(fromInspect(info), info.Id, boot)
  // A name can be taken by anybody; the labels say whose it is.
  if (seen.labels[labels.installation] !== context.installationId || seen.labels[labels.machine] !== key) {
    throw new Error(`The container ${info.Name} is not this installation's`)
  }
  return { info, seen, boot, status: machineStatus(seen, boot, context.jobs.kindOf(key) === 'stop') }
}

/** For what was killed, unasked, and Docker does not know why. */
function withKernelsWord(seen: SeenContainer, id: string, boot: Boot | undefined): SeenContainer {
  const { end } = seen
  if (end?.exitCode !== killedExitCode || end.isOutOfMemory || boot === undefined || boot.isStopAsked) return seen
  return { ...seen, end: { ...end, isOutOfMemory: kernelKilledForMemory({ id, startedAt: boot.at }) } }
}

async function inspect(context: MachinePlace, key: MachineKey): Promise<Docker.ContainerInspectInfo | undefined> {
  const { docker, installationId, jobs } = context
  try {
    return await containerOf(context, key).inspect()
  } catch (error) {
    if (!isMissing(error)) throw error
    // A start that is under way takes the name back itself.
    if (jobs.kindOf(key) === 'start' || !(await takeNameBack(docker, dockerName(installationId, key)))) return undefined
    return containerOf(context, key).inspect()
  }
}
