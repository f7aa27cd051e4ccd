// Jobs that leave a mark of all they do in a folder that outlives their nodes, and what those marks must say when all is
// over: what was told of a job by the API, and what it did, are one.

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ApiError } from '../../src/cli/api-error.ts'
import type { Client } from '../../src/cli/client.ts'
import { until } from './product.ts'

const version = 'api-version=2018-05-01'

export interface StormJobs {
  readonly client: Client
  /** Of the workspace; it has the cluster `pool`, which mounts a file server as `nfs`, and the experiment `trial`. */
  readonly workspace: string
  /** Where that file server's files lie on this host. */
  readonly share: string
  /** Seconds that no other sleep on this machine takes. */
  readonly odd: number
}

export interface StormJob {
  readonly name: string
  readonly exitCode: number
  readonly seconds: number
}

/** Goes on until it was accepted: whoever answers may be killed before or after. */
export async function submitJob({ client, workspace, odd }: StormJobs, job: StormJob): Promise<void> {
  const mark = `$AZ_BATCHAI_MOUNT_ROOT/nfs/${job.name}`
  const commandLine = [
    // Two of one job at the same time would meet here; the lock goes with whoever holds it.
    `exec 9>>${mark}.lock; flock -n 9 || echo overlap >>${mark}`,
    `echo begun >>${mark}`,
    // Left to itself: it is to end with the job.
    `setsid sleep ${odd} 9>&- &`,
    `sleep ${job.seconds} 9>&-`,
    `echo ended >>${mark}`,
    `exit ${job.exitCode}`,
  ].join('\n')
  const properties = {
    ...{ cluster: { id: `${workspace}/clusters/pool` }, nodeCount: 1, customToolkitSettings: { commandLine } },
    stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/nfs',
  }
  await until(async () => {
    try {
      await client.call('PUT', `${jobId(workspace, job)}?${version}`, { properties })
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'JobAlreadyExists')) throw error
    }
    return undefined
  }, 120_000)
}

/** Names of those that are not over. */
export async function unfinished({ client, workspace }: StormJobs): Promise<string[]> {
  const { value } = await client.call<{ value: { name: string; properties: { executionState: string } }[] }>(
    'GET',
    `${workspace}/experiments/trial/jobs?${version}&maxresults=1000`,
  )
  return value
    .filter(({ properties }) => !['succeeded', 'failed'].includes(properties.executionState))
    .map(({ name }) => name)
}

export interface StormEnd {
  /** What is not as it must be; empty: nothing. */
  readonly complaints: readonly string[]
  /** Attempts that were cut off and made again. */
  readonly requeued: number
  /** Jobs that were cut off twice, and given up by the rule. */
  readonly givenUp: number
}

/** Of jobs that are over. */
export async function endOfStorm(jobs: StormJobs, all: readonly StormJob[]): Promise<StormEnd> {
  const marks = new Set(await readdir(jobs.share))
  const ends = await Promise.all(
    all.map(async (job) => {
      const lines = marks.has(job.name) ? (await readFile(join(jobs.share, job.name), 'utf8')).trim().split('\n') : []
      return endOf(job, { ...(await toldOf(jobs, job)), lines })
    }),
  )
  return {
    complaints: ends.flatMap(({ complaint }) => (complaint === undefined ? [] : [complaint])),
    requeued: ends.reduce((sum, { requeued }) => sum + requeued, 0),
    givenUp: ends.filter(({ isGivenUp }) => isGivenUp).length,
  }
}

interface Told {
  readonly exitCode: number | undefined
  readonly error: string | undefined
  /** Causes in its timeline. */
  readonly causes: readonly string[]
}

async function toldOf({ client, workspace }: StormJobs, job: StormJob): Promise<Told> {
  const id = jobId(workspace, job)
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came over the wire
  const { executionInfo } = (await client.call<any>('GET', `${id}?${version}`)).properties
  const { value } = await client.call<{ value: { operationName: string }[] }>('GET', `${id}/events?${version}`)
  return {
    exitCode: executionInfo?.exitCode,
    error: executionInfo?.errors?.[0]?.code,
    causes: value.map(({ operationName }) => operationName),
  }
}

function endOf(job: StormJob, told: Told & { readonly lines: readonly string[] }) {
  const count = (word: string, of: readonly string[]) => of.filter((each) => each === word).length
  const [begun, ended] = [count('begun', told.lines), count('ended', told.lines)]
  const requeued = count('Requeued', told.causes)
  const isGivenUp = told.error === 'NodeLost'
  const isTrue =
    told.causes.filter((cause) => cause === 'JobSucceeded' || cause === 'JobFailed').length === 1 &&
    count('overlap', told.lines) === 0 &&
    begun <= requeued + 1 &&
    // What was cut off may have been about to tell that it had ended.
    (isGivenUp ? ended <= 2 : told.exitCode === job.exitCode && ended >= 1 && ended <= requeued + 1)
  const complaint = isTrue ? undefined : `${job.name}: ${JSON.stringify({ ...told, job })}`
  return { complaint, requeued, isGivenUp }
}

function jobId(workspace: string, { name }: StormJob): string {
  return `${workspace}/experiments/trial/jobs/${name}`
}
