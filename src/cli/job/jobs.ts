// Where jobs are: in an experiment of a Batch AI workspace, by default the one called `default`.

import { ApiError } from '../api-error.ts'
import { clusterVersion } from '../cluster/cluster-document.ts'
import { batchWorkspaceId } from '../cluster/clusters.ts'
import type { ApiOption, NameSource } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Session } from '../session/session.ts'
import type { JobDocument, JobFile } from './job-document.ts'

const usual = 'default'

export const experimentOption: ApiOption = {
  flags: '-e, --experiment <name>',
  summary: 'experiment that the job is in',
  default: usual,
}

export function experimentId(invocation: Invocation, session: Session): string {
  const name = encodeURIComponent(invocation.option('experiment') ?? usual)
  return `${batchWorkspaceId(invocation, session)}/experiments/${name}`
}

export function jobId(invocation: Invocation, session: Session, name: string): string {
  return `${experimentId(invocation, session)}/jobs/${encodeURIComponent(name)}`
}

/** None where there is no experiment yet. */
export async function listedJobs(invocation: Invocation, session: Session): Promise<JobDocument[]> {
  return session
    .list<JobDocument>(`${experimentId(invocation, session)}/jobs?${clusterVersion}`)
    .catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'ResourceNotFound') return []
      throw error
    })
}

/** Throws `CliFailure` when there is none of this name. */
export async function readJob(invocation: Invocation, session: Session, name: string): Promise<JobDocument> {
  return session
    .call<JobDocument>('GET', `${jobId(invocation, session, name)}?${clusterVersion}`)
    .catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.code !== 'ResourceNotFound') throw error
      throw new CliFailure(
        `There is no job '${name}' in the experiment '${invocation.option('experiment') ?? usual}'.`,
        '"carrel job list" names those there are',
        exitCodes.notFound,
      )
    })
}

export interface AskedFiles {
  /** Id of an output directory. */
  readonly directoryId: string
  /** Below it. */
  readonly path: string
  /** How long the links are good; as the API has it unless given. */
  readonly minutes?: number | undefined
}

export function outputFiles(
  session: Session,
  id: string,
  { directoryId, path, minutes }: AskedFiles,
): Promise<readonly JobFile[]> {
  const query = new URLSearchParams({ outputdirectoryid: directoryId, directory: path })
  if (minutes !== undefined) query.set('linkexpiryinminutes', String(minutes))
  return session.list<JobFile>(`${id}/listOutputFiles?${clusterVersion}&${query.toString()}`, 'POST')
}

export const jobNames: NameSource = async (invocation) =>
  (await listedJobs(invocation, await invocation.session())).map(({ name }) => name)
