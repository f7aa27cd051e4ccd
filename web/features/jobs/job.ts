// A job as the pages speak of it, read off the wire.

import { type JobKey, jobKeyOf } from '../../paths.ts'

export type JobState = 'queued' | 'running' | 'terminating' | 'succeeded' | 'failed'

export interface Job {
  readonly id: string
  readonly key: JobKey
  readonly name: string
  readonly state: JobState
  /** It is being deleted. */
  readonly isLeaving: boolean
  readonly cluster: string
  readonly clusterId: string
  readonly experiment: string
  readonly batch: string
  readonly priority: string
  readonly nodeCount: number
  readonly submittedAt: string
  readonly submitter: { readonly objectId: string; readonly name: string }
  readonly startedAt: string | undefined
  readonly endedAt: string | undefined
  readonly exitCode: number | undefined
  readonly errors: readonly { readonly code: string; readonly message: string }[]
  /** Names, of the last attempt. */
  readonly nodes: readonly string[]
  readonly attempts: number
  readonly properties: WireJob['properties']
}

/** What ARM sends of one at the newest api-version, as far as it is read. */
export interface WireJob {
  readonly id: string
  readonly name: string
  readonly properties: Readonly<Record<string, unknown>> & {
    readonly cluster: { readonly id: string }
    readonly provisioningState?: string
    readonly executionState: JobState
    readonly schedulingPriority: string
    readonly nodeCount: number
    readonly creationTime: string
    readonly customToolkitSettings?: { readonly commandLine: string } | null
    readonly jobPreparation?: { readonly commandLine: string } | null
    readonly stdOutErrPathPrefix?: string
    readonly inputDirectories?: readonly { readonly id: string; readonly path: string }[] | null
    readonly outputDirectories?:
      | readonly { readonly id: string; readonly pathPrefix: string; readonly pathSuffix?: string | null }[]
      | null
    readonly environmentVariables?: readonly { readonly name: string; readonly value: string }[] | null
    readonly secrets?: readonly { readonly name: string }[] | null
    readonly constraints?: { readonly maxWallClockTime?: string | null } | null
    readonly executionInfo?: {
      readonly startTime?: string
      readonly endTime?: string
      readonly exitCode?: number
      readonly errors?: Job['errors']
    }
    readonly submittedBy?: { readonly objectId: string; readonly name: string }
    readonly nodes?: readonly string[]
    readonly attempts?: number
  }
}

export function readJob({ id, name, properties }: WireJob): Job {
  const { executionInfo: info, submittedBy } = properties
  const key = jobKeyOf(id)
  return {
    id,
    key,
    name,
    state: properties.executionState,
    isLeaving: properties.provisioningState === 'deleting',
    cluster: properties.cluster.id.split('/').at(-1) ?? '',
    clusterId: properties.cluster.id,
    experiment: key.experiment,
    batch: key.batch,
    priority: properties.schedulingPriority,
    nodeCount: properties.nodeCount,
    submittedAt: properties.creationTime,
    submitter: submittedBy ?? { objectId: '', name: '' },
    startedAt: info?.startTime,
    endedAt: info?.endTime,
    exitCode: info?.exitCode,
    errors: info?.errors ?? [],
    nodes: properties.nodes ?? [],
    attempts: properties.attempts ?? 0,
    properties,
  }
}

/** Milliseconds that it has run, or ran; undefined: it has not begun. */
export function durationOf({ startedAt, endedAt, state }: Job, now: number): number | undefined {
  if (startedAt === undefined) return undefined
  if (endedAt === undefined && (state === 'succeeded' || state === 'failed')) return undefined
  return Math.max(0, (endedAt === undefined ? now : Date.parse(endedAt)) - Date.parse(startedAt))
}
