// A cluster as the pages speak of it, of Batch AI or of Azure ML alike, read off the wire. Pure.

import { type ClusterKey, workspaceKeyOf } from '../../paths.ts'

export type NodeState = 'idle' | 'running' | 'preparing' | 'unusable' | 'leaving'
export type Counts = Readonly<Record<NodeState, number>>

export type Scale =
  | { readonly kind: 'manual'; readonly count: number; readonly onRemoval: OnRemoval }
  | {
      readonly kind: 'auto'
      readonly least: number
      readonly most: number
      /** How many it began with; Azure ML does not say. */
      readonly initial: number | undefined
      /** As the API writes it: `PT2M`. */
      readonly idle: string
    }

/** What becomes of a job whose node is taken away. */
export type OnRemoval = 'requeue' | 'terminate' | 'waitforjobcompletion'

export interface ClusterFault {
  readonly code: string
  readonly message: string
}

export interface SetupTask {
  readonly commandLine: string
  readonly variables: readonly string[]
  readonly secrets: readonly string[]
  /** The folder of its output, in each node. */
  readonly output: string
}

export interface Mount {
  /** Of a file server; undefined: a command mounts it. */
  readonly server: string | undefined
  readonly command: string | undefined
  readonly path: string
  readonly isReadOnly: boolean
}

export interface Cluster {
  readonly id: string
  readonly key: ClusterKey
  readonly name: string
  readonly size: string
  readonly isLowPriority: boolean
  readonly life: 'creating' | 'succeeded' | 'deleting' | 'failed'
  readonly isResizing: boolean
  /** Since when its nodes are steady, or are not. */
  readonly allocatedAt: string | undefined
  readonly scale: Scale
  readonly counts: Counts
  /** Undefined: it has no queue of its own. */
  readonly queued: number | undefined
  readonly errors: readonly ClusterFault[]
  readonly createdAt: string | undefined
  /** Undefined: nobody signs in to its nodes. */
  readonly user: string | undefined
  readonly image: string | undefined
  readonly task: SetupTask | undefined
  readonly mounts: readonly Mount[]
  readonly subnetId: string | undefined
}

interface WireCounts {
  readonly nodeStateCounts?: Readonly<Record<`${NodeState}NodeCount`, number>>
}

export interface WireCluster {
  readonly id: string
  readonly name: string
  readonly properties: WireCounts & {
    readonly vmSize: string
    readonly vmPriority: string
    readonly provisioningState: Cluster['life']
    readonly allocationState: string
    readonly allocationStateTransitionTime?: string
    readonly creationTime?: string
    readonly queuedJobCount?: number
    readonly scaleSettings: {
      readonly manual?: { readonly targetNodeCount: number; readonly nodeDeallocationOption: OnRemoval }
      readonly autoScale?: {
        readonly minimumNodeCount: number
        readonly maximumNodeCount: number
        readonly initialNodeCount?: number
        readonly nodeIdleTimeBeforeScaleDown?: string
      }
    }
    readonly virtualMachineConfiguration?: {
      readonly imageReference?: { readonly offer: string; readonly sku: string }
    }
    readonly nodeSetup?: { readonly setupTask?: WireTask; readonly mountVolumes?: WireVolumes }
    readonly userAccountSettings: { readonly adminUserName: string }
    readonly subnet?: { readonly id: string } | null
    readonly errors?: readonly ClusterFault[]
  }
}

interface WireTask {
  readonly commandLine: string
  readonly environmentVariables?: readonly { readonly name: string }[]
  readonly secrets?: readonly { readonly name: string }[]
  readonly stdOutErrPathPrefix: string
  readonly stdOutErrPathSuffix?: string
}

interface WireVolumes {
  readonly fileServers?: readonly {
    readonly fileServer: { readonly id: string }
    readonly relativeMountPath: string
    readonly mountOptions?: string
  }[]
  readonly unmanagedFileSystems?: readonly { readonly mountCommand: string; readonly relativeMountPath: string }[]
}

export function readBatchCluster({ id, name, properties }: WireCluster): Cluster {
  const task = properties.nodeSetup?.setupTask
  return {
    id,
    key: { ...workspaceKeyOf(id), kind: 'batch', name },
    name,
    size: properties.vmSize,
    isLowPriority: properties.vmPriority === 'lowpriority',
    life: properties.provisioningState,
    isResizing: properties.allocationState === 'resizing',
    allocatedAt: properties.allocationStateTransitionTime,
    scale: batchScale(properties.scaleSettings),
    counts: readCounts(properties),
    queued: properties.queuedJobCount ?? 0,
    errors: properties.errors ?? [],
    createdAt: properties.creationTime,
    user: properties.userAccountSettings.adminUserName,
    image: imageName(properties.virtualMachineConfiguration?.imageReference?.offer),
    task: task && readTask(task),
    mounts: readMounts(properties.nodeSetup?.mountVolumes),
    subnetId: properties.subnet?.id,
  }
}

function batchScale({ manual, autoScale }: WireCluster['properties']['scaleSettings']): Scale {
  if (autoScale === undefined)
    return {
      kind: 'manual',
      count: manual?.targetNodeCount ?? 0,
      onRemoval: manual?.nodeDeallocationOption ?? 'requeue',
    }
  const { minimumNodeCount: least, maximumNodeCount: most, initialNodeCount: initial } = autoScale
  return { kind: 'auto', least, most, initial, idle: autoScale.nodeIdleTimeBeforeScaleDown ?? '' }
}

/** By the names people know images by. */
function imageName(offer: string | undefined): string | undefined {
  if (offer === undefined) return undefined
  return offer.toLowerCase() === 'linux-data-science-vm-ubuntu' ? 'UbuntuDSVM' : 'UbuntuLTS'
}

function readTask(task: WireTask): SetupTask {
  const folder = task.stdOutErrPathPrefix.replace(/\/$/, '')
  return {
    commandLine: task.commandLine,
    variables: (task.environmentVariables ?? []).map(({ name }) => name),
    secrets: (task.secrets ?? []).map(({ name }) => name),
    output: task.stdOutErrPathSuffix === undefined ? folder : `${folder}/${task.stdOutErrPathSuffix}`,
  }
}

function readMounts(volumes: WireVolumes | undefined): readonly Mount[] {
  const servers = (volumes?.fileServers ?? []).map(({ fileServer, relativeMountPath, mountOptions }) => ({
    server: fileServer.id.split('/').at(-1) ?? '',
    command: undefined,
    path: relativeMountPath,
    isReadOnly: mountOptions === 'ro',
  }))
  const commands = (volumes?.unmanagedFileSystems ?? []).map(({ mountCommand, relativeMountPath }) => ({
    server: undefined,
    command: mountCommand,
    path: relativeMountPath,
    isReadOnly: false,
  }))
  return [...servers, ...commands]
}

export function readCounts({ nodeStateCounts: counts }: WireCounts): Counts {
  return {
    idle: counts?.idleNodeCount ?? 0,
    running: counts?.runningNodeCount ?? 0,
    preparing: counts?.preparingNodeCount ?? 0,
    unusable: counts?.unusableNodeCount ?? 0,
    leaving: counts?.leavingNodeCount ?? 0,
  }
}
