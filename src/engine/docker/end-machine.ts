// Stopping and removing machines, in whatever state they are, and removing what they kept.

import { rm } from 'node:fs/promises'
import type { MachineKey, MachineStatus, VolumeKey } from '../engine.ts'
import { removeAnnexes } from './annexes/remove-annexes.ts'
import { writeStopAsked } from './boot-file.ts'
import { discard } from './discard.ts'
import { containerOf, type DockerContext, findMachine } from './docker-context.ts'
import { isMissing, isUnchanged } from './docker-errors.ts'
import { readMounts } from './host-mounts.ts'
import { foldersOf } from './machine-folders.ts'
import { releaseMounts } from './mount-datastores.ts'
import { endConnections } from './mounter/end-connections.ts'
import { endMounters } from './mounter/end-mounters.ts'
import { dockerName } from './names.ts'
import { removeNetwork, removeUnusedClusterNetworks } from './networks.ts'
import { hasRunningSidecars, removeSidecars, stopSidecars } from './sidecars/end-sidecars.ts'
import { releaseTemporaryDisk } from './temporary-disk.ts'

/** What a machine gets to end in an orderly way before it is killed. */
const graceSeconds = 10
const patienceMs = 300
/** After its grace: what still waits for a file system of one of its programs cannot even be killed. */
const lateMs = (graceSeconds + 1) * 1000

export async function stopMachine(context: DockerContext, key: MachineKey): Promise<MachineStatus | undefined> {
  const found = await findMachine(context, key)
  const isStopped = found === undefined || found.status.phase === 'stopped'
  // What ran beside a machine that ended by itself still has to end.
  if (isStopped && !(await hasRunningSidecars(context, key))) {
    // A start that was cut off before there was anything to stop has left its disk mounted.
    if (context.jobs.kindOf(key) === undefined)
      await releaseTemporaryDisk(foldersOf(context.paths.volumes, key).temporary)
    return found?.status
  }
  await context.jobs.run({ key, kind: 'stop', patienceMs, work: () => stop(context, key, found?.boot?.bootId) })
  const status = (await findMachine(context, key))?.status
  return status?.phase === 'stopped' && context.jobs.kindOf(key) === 'stop' ? { ...status, phase: 'stopping' } : status
}

/** The volume stays. */
export async function removeMachine(context: DockerContext, key: MachineKey): Promise<boolean> {
  const underWay = await context.jobs.run({ key, kind: 'remove', patienceMs, work: () => remove(context, key) })
  return underWay === undefined
}

export async function removeVolume(context: DockerContext, key: VolumeKey): Promise<void> {
  if ((await findMachine(context, key)) !== undefined) throw new Error(`The machine of volume ${key} is still there`)
  await context.doors.close(key)
  await discard(foldersOf(context.paths.volumes, key).own, { volumes: context.paths.volumes, log: context.log })
}

async function stop(context: DockerContext, key: MachineKey, bootId: string | undefined): Promise<void> {
  const { bootFile, connections } = foldersOf(context.paths.volumes, key)
  // On a full disk a machine stops all the same, with a cause that tells too much.
  if (bootId !== undefined) await writeStopAsked(bootFile, bootId).catch((err: unknown) => context.log.warn({ err }))
  await closeDoor(context, key)
  const late = setTimeout(() => void endConnections(connections, context.log), lateMs)
  const ended = containerOf(context, key)
    .stop({ t: graceSeconds })
    .catch((error: unknown) => {
      if (!isUnchanged(error) && !isMissing(error)) throw error
    })
  await Promise.all([ended, stopSidecars(context, key)]).finally(() => clearTimeout(late))
  await endConnections(connections, context.log)
  await release(context, key)
}

/** From here on nothing new is mounted in it. */
async function closeDoor(context: DockerContext, key: MachineKey): Promise<void> {
  await context.doors.close(key)
  await endMounters(context, key)
}

async function release({ paths, log }: DockerContext, key: MachineKey): Promise<void> {
  const { mounts, temporary } = foldersOf(paths.volumes, key)
  await releaseMounts({ mounts: await readMounts(), folder: mounts, log })
  await releaseTemporaryDisk(temporary)
}

/** Container first: nothing writes any more when the folders go. */
async function remove(context: DockerContext, key: MachineKey): Promise<void> {
  await Promise.all([removeSidecars(context, key), removeAnnexes(context, key)])
  // Looks whose it is before it removes anything.
  const found = await findMachine(context, key)
  await closeDoor(context, key)
  await endConnections(foldersOf(context.paths.volumes, key).connections, context.log)
  if (found !== undefined) {
    await containerOf(context, key)
      .remove({ force: true, v: true })
      .catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
  }
  await context.groups.remove(key)
  await removeNetwork(context.docker, dockerName(context.installationId, key))
  await removeUnusedClusterNetworks(context.docker, context.installationId)
  const { volumes } = context.paths
  const folders = foldersOf(volumes, key)
  for (const path of [folders.mounts, folders.temporary]) await discard(path, { volumes, log: context.log })
  await rm(folders.temporaryImage, { force: true })
  await rm(`${folders.temporaryImage}.new`, { force: true })
  for (const path of [folders.boot, folders.door, folders.connections]) await rm(path, { recursive: true, force: true })
}
