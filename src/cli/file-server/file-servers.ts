// Where file servers are: in the Batch AI workspace that clusters are in too.

import { ApiError } from '../api-error.ts'
import { clusterVersion } from '../cluster/cluster-document.ts'
import { batchWorkspaceId, batchWorkspaceName } from '../cluster/clusters.ts'
import type { NameSource } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import type { Session } from '../session/session.ts'

export interface FileServerDocument {
  readonly name: string
  readonly properties: {
    readonly vmSize: string
    readonly dataDisks: { readonly diskCount: number; readonly diskSizeInGB: number }
    readonly mountSettings: { readonly mountPoint: string }
    readonly provisioningState: string
    readonly creationTime: string
  }
}

export const fileServerColumns: Column<FileServerDocument>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'SIZE', cell: ({ properties }) => properties.vmSize },
  { title: 'DISKS', cell: ({ properties: { dataDisks } }) => `${dataDisks.diskCount} x ${dataDisks.diskSizeInGB} GB` },
  { title: 'STATE', cell: ({ properties }) => properties.provisioningState },
  { title: 'CREATED', cell: ({ properties }) => properties.creationTime },
]

export function fileServerPath(invocation: Invocation, session: Session, name: string): string {
  return `${batchWorkspaceId(invocation, session)}/fileServers/${encodeURIComponent(name)}?${clusterVersion}`
}

/** None where there is no workspace yet. */
export async function listedFileServers(invocation: Invocation, session: Session): Promise<FileServerDocument[]> {
  return session
    .list<FileServerDocument>(`${batchWorkspaceId(invocation, session)}/fileServers?${clusterVersion}`)
    .catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'ResourceNotFound') return []
      throw error
    })
}

/** Throws `CliFailure` when there is none of this name. */
export async function readFileServer(invocation: Invocation, session: Session, name: string) {
  return session.call<FileServerDocument>('GET', fileServerPath(invocation, session, name)).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'ResourceNotFound') throw error
    throw new CliFailure(
      `There is no file server '${name}' in workspace ${batchWorkspaceName(invocation, session)}.`,
      '"carrel file-server list" names those there are',
      exitCodes.notFound,
    )
  })
}

export const fileServerNames: NameSource = async (invocation) =>
  (await listedFileServers(invocation, await invocation.session())).map(({ name }) => name)
