// From the model to the wire, as published: nothing of what is secret, and all five counts, without which one client fails.

import type { Rendered, View } from '../../../arm/resource-type.ts'
import type { PoolObserved, PoolStatus } from '../../../fleet/pool/pool.ts'
import { lifeOf } from '../states.ts'
import type { Cluster, ClusterTask } from './cluster.ts'
import { scaleDocument } from './scale.ts'

/** The first api-version that shows what Azure never had. */
const ownSince = '2026-11-01'

export function renderCluster(view: View<Cluster, PoolObserved>): Rendered {
  const { record, apiVersion } = view
  const { desired, observed, failure, generation } = record
  const failed = failure?.generation === generation ? [{ ...failure.error, details: [] }] : []
  return {
    properties: {
      ...bodyOf(desired, apiVersion >= ownSince),
      ...lifeOf(view),
      ...allocationOf(observed?.pool, record.createdAt),
      ...(apiVersion >= ownSince ? { queuedJobCount: observed?.pool?.waiting ?? 0 } : {}),
      errors: [...failed, ...(observed?.pool?.errors ?? [])],
    },
  }
}

/** What was asked for, as it can be sent back. */
export function bodyOf(desired: Cluster, isOwn: boolean) {
  const { user, setupTask, volumes } = desired
  const mounts = volumes.fileServers.length + volumes.unmanaged.length > 0
  return {
    vmSize: desired.vmSize,
    vmPriority: desired.priority === 'lowPriority' ? 'lowpriority' : 'dedicated',
    scaleSettings: scaleDocument(desired.scale, isOwn),
    virtualMachineConfiguration: { imageReference: desired.image },
    ...(setupTask || mounts
      ? {
          nodeSetup: {
            ...(setupTask ? { setupTask: taskDocument(setupTask) } : {}),
            ...(mounts ? { mountVolumes: volumesDocument(volumes) } : {}),
          },
        }
      : {}),
    ...(desired.subnet ? { subnet: desired.subnet } : {}),
    userAccountSettings: {
      adminUserName: user.name,
      ...(user.publicKey === undefined ? {} : { adminUserSshPublicKey: user.publicKey }),
    },
  }
}

function taskDocument(task: ClusterTask) {
  return {
    commandLine: task.commandLine,
    environmentVariables: Object.entries(task.environment).map(([name, value]) => ({ name, value })),
    secrets: task.secretNames.map((name) => ({ name })),
    stdOutErrPathPrefix: task.outputPrefix,
    stdOutErrPathSuffix: task.outputSuffix,
  }
}

function volumesDocument({ fileServers, unmanaged }: Cluster['volumes']) {
  return {
    azureFileShares: [],
    azureBlobFileSystems: [],
    fileServers: fileServers.map(({ id, ...volume }) => ({ fileServer: { id }, ...volume })),
    unmanagedFileSystems: unmanaged,
  }
}

function allocationOf(pool: PoolStatus | undefined, createdAt: number) {
  const { idle, running, preparing, unusable, leaving } = pool?.counts ?? none
  return {
    allocationState: pool?.allocation ?? 'resizing',
    allocationStateTransitionTime: new Date(pool?.allocationSince ?? createdAt).toISOString(),
    currentNodeCount: idle + running + preparing + unusable + leaving,
    nodeStateCounts: {
      idleNodeCount: idle,
      runningNodeCount: running,
      preparingNodeCount: preparing,
      unusableNodeCount: unusable,
      leavingNodeCount: leaving,
    },
  }
}

const none = { idle: 0, running: 0, preparing: 0, unusable: 0, leaving: 0 }
