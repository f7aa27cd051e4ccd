// What Docker says of a container and what the boot file says of its boot, as a machine's status. Pure.

import type Docker from 'dockerode'
import { supervisorPort } from '../channel-protocol.ts'
import type { MachineStatus } from '../engine.ts'
import type { Boot } from './boot-file.ts'
import { labels } from './names.ts'

/** The parts that inspecting and listing have in common. */
export interface SeenContainer {
  readonly labels: Readonly<Record<string, string>>
  /** Docker's word: created, running, exited, … */
  readonly state: string
  readonly address: string
  /** When and how it ended; undefined where it is not known. */
  readonly end: { readonly at: number; readonly exitCode: number; readonly isOutOfMemory: boolean } | undefined
}

export function fromInspect(container: Docker.ContainerInspectInfo): SeenContainer {
  const { State: state } = container
  return {
    labels: container.Config.Labels,
    state: state.Status,
    address: addressIn(container.NetworkSettings.Networks),
    end:
      state.Status === 'exited'
        ? { at: Date.parse(state.FinishedAt), exitCode: state.ExitCode, isOutOfMemory: state.OOMKilled }
        : undefined,
  }
}

export function fromList(container: Docker.ContainerInfo): SeenContainer {
  const address = addressIn(container.NetworkSettings?.Networks ?? {})
  return { labels: container.Labels, state: container.State, address, end: undefined }
}

export function machineStatus(seen: SeenContainer, boot: Boot | undefined, isStopping: boolean): MachineStatus {
  const isUp = seen.state === 'running' || seen.state === 'paused'
  const isReachable = isUp && seen.address !== ''
  return {
    key: seen.labels[labels.machine] ?? '',
    nodeId: seen.labels[labels.node] ?? '',
    phase: isUp ? (isStopping ? 'stopping' : 'running') : 'stopped',
    boot: seen.state === 'created' ? 0 : (boot?.boot ?? 0),
    bootId: isReachable ? boot?.bootId : undefined,
    endpoint: isReachable ? { host: seen.address, port: supervisorPort } : undefined,
    cause: causeOf(seen, boot),
  }
}

/** Only what happened in this boot counts, and an end that was asked for has no cause. */
export function causeOf(seen: SeenContainer, boot: Boot | undefined): string | undefined {
  const { end } = seen
  if (end === undefined || boot === undefined || end.at < boot.at) return undefined
  if (boot.isStopAsked) return undefined
  // Docker notes that memory ended for anything in it; then it may still have ended in good order, by a command inside.
  return end.isOutOfMemory && end.exitCode !== 0 ? 'OutOfMemory' : 'Exited'
}

function addressIn(networks: Readonly<Record<string, { IPAddress?: string }>>): string {
  return Object.values(networks)[0]?.IPAddress ?? ''
}
