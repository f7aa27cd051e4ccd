// Brings an annex of a running machine to where programs can be started in it. Promise: it answers soon, each call finds
// out where things stand, and no machine has more than the one that was asked for last.

import type Docker from 'dockerode'
import { TerminalError } from '../../../base/errors.ts'
import type { Annex, AnnexStatus, MachineKey } from '../../engine.ts'
import { type DockerContext, type FoundMachine, findMachine } from '../docker-context.ts'
import { isMissing, isUnchanged } from '../docker-errors.ts'
import { labels } from '../names.ts'
import { uncoveredVolumes } from '../sidecars/image-volumes.ts'
import { ensureImage } from '../sidecars/pull-image.ts'
import { annexMounts, annexName, annexOptions } from './annex-options.ts'
import { annexWork, removeContainer } from './remove-annexes.ts'

/** An idle Docker makes and starts a container of an image that is here in less. */
const patienceMs = 800
const pullMs = 60 * 60_000

export async function ensureAnnex(context: DockerContext, key: MachineKey, annex: Annex): Promise<AnnexStatus> {
  const machine = await requireRunning(context, key)
  if (await isHeld(context, machine, annex)) return { phase: 'ready' }
  try {
    const underWay = await context.jobs.run({
      key: annexWork(key, annex.name),
      kind: 'start',
      patienceMs,
      work: () => start(context, machine, annex),
    })
    // What became of it is looked at the next time.
    return { phase: underWay === undefined && (await isHeld(context, machine, annex)) ? 'ready' : 'preparing' }
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error
    const { code, message } = error
    context.log.info({ err: error, machine: key, annex: annex.name }, 'an annex cannot be made')
    return { phase: 'failed', fault: { code, message } }
  }
}

async function requireRunning(context: DockerContext, key: MachineKey): Promise<FoundMachine> {
  const machine = await findMachine(context, key)
  if (machine?.status.bootId === undefined) throw new Error(`Machine ${key} is not running`)
  return machine
}

/** In the processes of the machine as that runs now. */
async function isHeld(context: DockerContext, { info, seen }: FoundMachine, annex: Annex): Promise<boolean> {
  const machineKey = seen.labels[labels.machine] ?? ''
  const { installationId, docker } = context
  const found = await inspected(docker.getContainer(annexName({ installationId, machineKey, annex })))
  if (found?.State.Running !== true || found.HostConfig.PidMode !== `container:${info.Id}`) return false
  return Date.parse(found.State.StartedAt) >= Date.parse(info.State.StartedAt)
}

async function inspected(container: Docker.Container): Promise<Docker.ContainerInspectInfo | undefined> {
  return container.inspect().catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
}

async function start(context: DockerContext, before: FoundMachine, annex: Annex): Promise<void> {
  const { docker, installationId } = context
  const machineKey = before.seen.labels[labels.machine] ?? ''
  const stop = new AbortController()
  const work = annexWork(machineKey, annex.name)
  context.fetching.set(work, stop)
  try {
    const { image, credentials } = annex
    await ensureImage(context, image, { credentials, pullMs, signal: stop.signal })
  } finally {
    context.fetching.delete(work)
  }
  // Fetching may have taken long: the machine may have been stopped or started again, or the annex not be wanted any more.
  const machine = await findMachine(context, machineKey)
  if (stop.signal.aborted || machine?.status.bootId !== before.status.bootId || machine?.status.bootId === undefined)
    return
  await removeOthers(context, machineKey)
  try {
    const covered = annexMounts(machine.info).map(({ Target }) => Target)
    const volumes = await uncoveredVolumes(docker, annex.image, covered)
    requireUsable(annex, volumes)
    const container = await docker.createContainer(
      annexOptions({ installationId, machineKey, annex, volumes, machine: machine.info }),
    )
    await container.start()
  } catch (error) {
    if (!isUnchanged(error)) throw explained(error, annex)
  }
}

/** A machine has one job at a time: what is left of another's, or of an earlier boot's, is nobody's. */
async function removeOthers({ docker, installationId }: DockerContext, key: MachineKey): Promise<void> {
  const label = [`${labels.installation}=${installationId}`, `${labels.machine}=${key}`, labels.annex]
  const found = await docker.listContainers({ all: true, filters: { label } })
  await Promise.all(found.map(({ Id }) => removeContainer(docker.getContainer(Id))))
}

/** Nothing is mounted over what makes a container one. */
function requireUsable({ image }: Annex, volumes: readonly string[]): void {
  const wrong = volumes.find((path) => path === '/' || /^\/(?:proc|sys|dev|run|carrel)(?:\/|$)/.test(path))
  if (wrong !== undefined)
    throw new TerminalError('ImageUnusable', `The image ${image} names ${wrong} by VOLUME, which is the machine's own.`)
}

function explained(error: unknown, { image }: Annex): unknown {
  const text = String(error)
  if (/\/bin\/sh|exec format error/.test(text) && /no such file|not found|permission denied|format/i.test(text))
    return new TerminalError(
      'ImageUnusable',
      `The image ${image} has no /bin/sh that runs on this machine, which a command line needs.`,
      { cause: error },
    )
  if (/no such image/i.test(text))
    return new TerminalError('ImagePullFailed', `The image ${image} is not on this machine any more.`, { cause: error })
  return error
}
