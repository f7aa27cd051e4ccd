import { mountRoot } from '../../../fleet/pool/node-script.ts'
import { fileServerShare } from '../file-servers/file-server-share.ts'
import type { JobShare } from '../jobs/batch-job.ts'
import type { Cluster } from './cluster.ts'

/** What the nodes of a cluster have mounted of file servers, and where. */
export function clusterShares({ volumes }: Pick<Cluster, 'volumes'>): JobShare[] {
  return volumes.fileServers.map((volume) => ({
    path: `${mountRoot}/${volume.relativeMountPath}`,
    share: fileServerShare(volume.id),
    folder: (volume.sourceDirectory ?? '').split('/').filter((name) => name !== ''),
    nodePath: undefined,
  }))
}
