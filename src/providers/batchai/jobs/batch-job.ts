// The one internal model of a Batch AI job.

import type { ArmDesired } from '../../../arm/resource-type.ts'
import type { JobRecord } from '../../../fleet/jobs/job.ts'
import type { ClusterVolumes, FileServerVolume, SealedSecret } from '../clusters/cluster.ts'
import type { ContainerSettings } from './job-container.ts'

export const jobType = 'Microsoft.BatchAI/workspaces/experiments/jobs'

export const jobPriorities = ['low', 'normal', 'high'] as const

export interface BatchJob extends ArmDesired {
  /** As it was sent. */
  readonly clusterId: string
  readonly name: string
  readonly nodeCount: number
  readonly priority: (typeof jobPriorities)[number]
  /** Runs on the first node; with MPI, in each of its processes. */
  readonly commandLine: string
  /** Undefined: it is no program of MPI. */
  readonly mpi?: MpiSettings | undefined
  /** By which its nodes enter each other; undefined: there is one node alone, or it is of before there were such keys. */
  readonly peerKey?: { readonly sealed: string; readonly authorizedKey: string } | undefined
  readonly preparation: string | undefined
  /** Where both of them run; undefined: in the nodes themselves. */
  readonly container?: ContainerSettings
  readonly outputPrefix: string
  /** What makes its output folders its own: between the prefix and the suffix of each. */
  readonly segment: string
  readonly inputs: readonly { readonly id: string; readonly path: string }[]
  readonly outputs: readonly { readonly id: string; readonly pathPrefix: string; readonly pathSuffix?: string }[]
  readonly environment: Readonly<Record<string, string>>
  readonly secretNames: readonly string[]
  readonly secrets: Readonly<Record<string, SealedSecret>>
  readonly maxMs: number
  /** Its own, as they were sent. */
  readonly volumes: readonly FileServerVolume[]
  /** Rows of before they were offered have none. */
  readonly unmanaged?: ClusterVolumes['unmanaged']
  /** File servers in its nodes, the cluster's and its own; found when it was made, since the cluster may go before it. */
  readonly shares: readonly JobShare[]
  readonly gpus: number
  readonly isTerminated: boolean
}

export interface MpiSettings {
  readonly processCount: number
  /** As they were sent; undefined: the command line was. */
  readonly horovod?: HorovodSettings | undefined
}

export interface HorovodSettings {
  readonly pythonScriptFilePath: string
  readonly pythonInterpreterPath?: string
  readonly commandLineArgs?: string
}

export interface JobShare {
  /** Absolute, where it is found in the job's nodes. */
  readonly path: string
  readonly share: string
  /** Names below the share; none: all of it. */
  readonly folder: readonly string[]
  /** Where its nodes have the folder; undefined: at `path` already. */
  readonly nodePath: string | undefined
}

export type BatchJobRecord = JobRecord<BatchJob>
