import { ApiError } from '../api-error.ts'
import type { NameSource } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Session } from '../session/session.ts'
import { type ComputeDocument, computeVersion } from './compute-document.ts'

export function computeId(session: Session, name: string): string {
  return `${session.workspaceId()}/computes/${encodeURIComponent(name)}`
}

/** Throws `CliFailure` when there is none of this name. */
export async function readCompute(session: Session, name: string): Promise<ComputeDocument> {
  return (await readTagged(session, name)).compute
}

/** With the ETag of what was last asked of it. */
export async function readTagged(
  session: Session,
  name: string,
): Promise<{ compute: ComputeDocument; etag: string | undefined }> {
  const answer = await session.send('GET', `${computeId(session, name)}?${computeVersion}`)
  if (answer.status >= 400) throw faultOf(ApiError.from(answer), name, session)
  const compute = answer.body as ComputeDocument
  if (compute.properties.computeType === 'ComputeInstance') return { compute, etag: answer.headers['etag']?.toString() }
  throw new CliFailure(
    `'${name}' is a cluster (${compute.properties.computeType}), not an instance.`,
    'use it by the API, a template or an SDK',
    exitCodes.badUsage,
  )
}

function faultOf(error: ApiError, name: string, session: Session): Error {
  if (error.code !== 'ResourceNotFound') return error
  return new CliFailure(
    `There is no compute instance '${name}' in workspace ${session.place.workspace}.`,
    '"carrel compute list" names those there are',
    exitCodes.notFound,
  )
}

/** Clusters are of the same type, and nothing one does with an instance. */
export async function listInstances(session: Session): Promise<ComputeDocument[]> {
  const found = await session.list<ComputeDocument>(`${session.workspaceId()}/computes?${computeVersion}`)
  return found.filter(({ properties }) => properties.computeType === 'ComputeInstance')
}

export const computeNames: NameSource = async (invocation) =>
  (await listInstances(await invocation.session())).map(({ name }) => name)
