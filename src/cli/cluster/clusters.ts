// Where clusters are: in a Batch AI workspace, by default the one that is called like the workspace of the place.

import { ApiError } from '../api-error.ts'
import { workspaceLocation } from '../compute/workspace-location.ts'
import type { NameSource } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Session } from '../session/session.ts'
import { type ClusterDocument, clusterVersion, type NodeDocument } from './cluster-document.ts'

export function batchWorkspaceName(invocation: Invocation, session: Session): string {
  const name = invocation.option('workspace') ?? session.place.workspace
  if (name) return name
  throw new CliFailure('No workspace is chosen.', 'name it with --workspace', exitCodes.badUsage)
}

export function batchWorkspaceId(invocation: Invocation, session: Session): string {
  const name = encodeURIComponent(batchWorkspaceName(invocation, session))
  return `${session.groupId()}/providers/Microsoft.BatchAI/workspaces/${name}`
}

export function clusterId(invocation: Invocation, session: Session, name: string): string {
  return `${batchWorkspaceId(invocation, session)}/clusters/${encodeURIComponent(name)}`
}

/** Nobody who wants a cluster has to know that it needs a workspace of its own kind. */
export async function ensureBatchWorkspace(invocation: Invocation, session: Session): Promise<void> {
  const id = batchWorkspaceId(invocation, session)
  const { status } = await session.send('GET', `${id}?${clusterVersion}`)
  if (status !== 404) return
  await session.call('PUT', `${id}?${clusterVersion}`, { location: await workspaceLocation(session) })
  invocation.say(`Made the Batch AI workspace '${batchWorkspaceName(invocation, session)}'.`)
}

/** None where there is no workspace yet. */
export async function listedClusters(invocation: Invocation, session: Session): Promise<ClusterDocument[]> {
  return session
    .list<ClusterDocument>(`${batchWorkspaceId(invocation, session)}/clusters?${clusterVersion}`)
    .catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'ResourceNotFound') return []
      throw error
    })
}

/** Throws `CliFailure` when there is none of this name. */
export async function readCluster(invocation: Invocation, session: Session, name: string): Promise<ClusterDocument> {
  return session
    .call<ClusterDocument>('GET', `${clusterId(invocation, session, name)}?${clusterVersion}`)
    .catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.code !== 'ResourceNotFound') throw error
      throw new CliFailure(
        `There is no cluster '${name}' in workspace ${batchWorkspaceName(invocation, session)}.`,
        '"carrel cluster list" names those there are',
        exitCodes.notFound,
      )
    })
}

export async function nodesOf(invocation: Invocation, session: Session, name: string): Promise<NodeDocument[]> {
  const id = clusterId(invocation, session, name)
  const { value } = await session.call<{ value: NodeDocument[] }>(
    'POST',
    `${id}/listRemoteLoginInformation?${clusterVersion}`,
  )
  return value
}

export const clusterNames: NameSource = async (invocation) =>
  (await listedClusters(invocation, await invocation.session())).map(({ name }) => name)
