// A job of a pool, for whatever type it is one: what its nodes are asked to run, how far it is, and by what rules it is
// tried again. Where it runs is its pool's to say (`place-jobs.ts`).

import type { ErrorDetail } from '../../base/errors.ts'
import type { Mount } from '../../engine/engine.ts'
import type { Queued, ResourceRecord } from '../../store/records.ts'
import type { OnRemoval, Placement } from '../pool/pool.ts'

export type JobState = 'queued' | 'running' | 'terminating' | 'succeeded' | 'failed'

/** Observed of a job's row. */
export interface JobObserved {
  readonly state: JobState
  /** When it became so. */
  readonly since: number
  /** Attempts that are over. */
  readonly ended: number
  /** Of those, such as were cut off through nobody's wish. */
  readonly lost: number
  /** Names of the nodes of the last attempt, the first before the others. */
  readonly nodes: readonly string[]
  readonly startedAt?: number | undefined
  readonly endedAt?: number | undefined
  readonly exitCode?: number | undefined
  /** Why the attempt cannot go on: it is over when its nodes have nothing of it any more. */
  readonly fault?: ErrorDetail | undefined
  readonly errors: readonly ErrorDetail[]
}

export type JobRecord<D = unknown> = ResourceRecord<D, JobObserved>

/** What a node is asked to run; its words are `JobRequest` of the supervisor. */
export interface NodeJob {
  readonly preparation: string | undefined
  /** Undefined: the node only takes part. */
  readonly command: string | undefined
  readonly environment: Readonly<Record<string, string>>
  readonly folders: readonly string[]
  readonly freshFolder: string
  readonly temporaryFolders: readonly string[]
  readonly links: Readonly<Record<string, string>>
  readonly mountPoints: readonly string[]
  readonly mountCommands: readonly { readonly path: string; readonly command: string }[]
  readonly files: Readonly<Record<string, string>>
  readonly workFolder: string
  readonly outputs: { readonly folder: string; readonly preparation: string }
  readonly timeoutMs: number
  readonly peers: NodePeers | undefined
}

/** What lets the nodes of one job into each other. */
export interface NodePeers {
  readonly port: number
  readonly names: readonly string[]
  readonly privateKey: string
  readonly publicKey: string
}

/** Of another image than its nodes', where the job is to run. */
export interface JobContainer {
  readonly image: string
  readonly credentials?: { readonly username: string; readonly password: string } | undefined
  readonly sharedMemoryBytes?: number | undefined
}

/** What a type of jobs declares. All pure. */
export interface JobType<D> {
  clusterKeyOf(desired: D): string
  /** Undefined: it is over. */
  queuedOf(desired: D, observed: JobObserved | undefined): Queued | undefined
  /** Somebody asked for its end. */
  isToEnd(desired: D): boolean
  /** For each of the nodes, in their order. `unseal` opens what was sealed for the job. */
  nodeJobs(job: JobRecord<D>, nodes: Placement['nodes'], unseal: (sealed: string) => string): readonly NodeJob[]
  /** What its nodes mount for it; it begins when they have. */
  mountsOf?(desired: D): readonly Mount[]
  /** What it runs in; undefined: in its nodes themselves. */
  containerOf(job: JobRecord<D>, unseal: (sealed: string) => string): JobContainer | undefined
  /** Its nodes work as one: where one is lost, what the others make of it is no end of the job's own. */
  isBound(desired: D): boolean
  /** Why it can never run on the cluster as that is now; undefined: it can. */
  misfit(job: JobRecord<D>, cluster: ResourceRecord): ErrorDetail | undefined
  /** What becomes of it when a node of the cluster is taken away by hand; undefined: none ever is. */
  onRemoval(cluster: ResourceRecord): OnRemoval | undefined
}

export function isOver({ state }: Pick<JobObserved, 'state'>): boolean {
  return state === 'succeeded' || state === 'failed'
}

/** Of a job that nobody has looked at yet. */
export function freshJob(job: Pick<ResourceRecord, 'createdAt'>): JobObserved {
  return { state: 'queued', since: job.createdAt, ended: 0, lost: 0, nodes: [], errors: [] }
}
