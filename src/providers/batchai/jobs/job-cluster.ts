// What a job takes from its cluster when it is made: whether it fits there, and what the nodes have mounted.

import { keyOf } from '../../../arm/resource-id.ts'
import { ArmError } from '../../../base/errors.ts'
import { cappedLimits } from '../../../fleet/capped-limits.ts'
import type { FleetSettings } from '../../../fleet/fleet.ts'
import { isTooLarge } from '../../../fleet/place-jobs.ts'
import { findSize } from '../../../fleet/sizes.ts'
import type { Store } from '../../../store/store.ts'
import { type ClusterRecord, clusterType, type FileServerVolume } from '../clusters/cluster.ts'
import { clusterShares } from '../clusters/cluster-shares.ts'
import { fileServerShare, isFileServerIn, jobFileServerMount } from '../file-servers/file-server-share.ts'
import type { BatchJob, JobShare } from './batch-job.ts'
import { jobMountRoot } from './job-paths.ts'
import { tooLargeMessage } from './misfit.ts'

export interface JobServices {
  readonly store: Store
  readonly fleet: FleetSettings
}

/** Throws ArmError 400 where it can never run there. */
export async function withCluster(
  job: BatchJob,
  experimentKey: string,
  { store, fleet }: JobServices,
): Promise<BatchJob> {
  const workspaceKey = experimentKey.replace(/\/experiments\/[^/]+$/, '')
  const { desired: cluster } = await requireCluster(job.clusterId, workspaceKey, store)
  if (isTooLarge(job, cluster.scale))
    throw new ArmError(400, 'JobLargerThanCluster', tooLargeMessage(job.nodeCount, cluster.scale), {
      target: 'properties.nodeCount',
    })
  await requireFileServers(job, workspaceKey, store)
  const size = findSize(cluster.size)
  return {
    ...job,
    shares: [...clusterShares(cluster), ...job.volumes.map((volume) => jobShare(volume, job.name))],
    gpus: size === undefined ? 0 : cappedLimits(size, fleet.host).limits.gpus,
  }
}

/** Of the same workspace: who may make jobs there may use its clusters. */
async function requireCluster(id: string, workspaceKey: string, store: Store): Promise<ClusterRecord> {
  const isHere = keyOf(id).startsWith(`${workspaceKey}/clusters/`)
  const found = isHere ? await store.get(keyOf(id)) : undefined
  if (found?.type === clusterType && found.deletedAt === undefined) return found as ClusterRecord
  throw new ArmError(
    400,
    'ClusterNotFound',
    `There is no cluster '${id.slice(0, 300)}' in the workspace of this job. Create it first.`,
    { target: 'properties.cluster' },
  )
}

/** Mounted in its nodes for it alone, whatever their cluster mounts. */
function jobShare(volume: FileServerVolume, jobName: string): JobShare {
  const { path } = jobFileServerMount(volume.id, volume.mountOptions)
  const folder = namesOf(volume.sourceDirectory)
  return {
    path: `${jobMountRoot(jobName)}/${volume.relativeMountPath}`,
    share: fileServerShare(volume.id),
    folder,
    nodePath: [path, ...folder].join('/'),
  }
}

async function requireFileServers({ volumes }: BatchJob, workspaceKey: string, store: Store): Promise<void> {
  for (const { id } of volumes) {
    if (await isFileServerIn(workspaceKey, id, store)) continue
    throw new ArmError(
      400,
      'FileServerNotFound',
      `There is no file server '${id.slice(0, 300)}' in the workspace of this job. Create it first.`,
      { target: 'properties.mountVolumes.fileServers' },
    )
  }
}

function namesOf(folder: string | undefined): string[] {
  return (folder ?? '').split('/').filter((name) => name !== '')
}
