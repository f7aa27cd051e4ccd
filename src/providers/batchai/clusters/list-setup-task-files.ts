// Beside Azure, whose clients read a storage account instead: the files in which the set-up task of a cluster left what it
// printed, with links by which each is read for a while. They stay when the nodes have gone. A right of its own, as for the
// log of one node: they may hold what the task was given.

import type { AnswerAction } from '../../../arm/resource-type.ts'
import { ArmError } from '../../../base/errors.ts'
import type { PoolObserved } from '../../../fleet/pool/pool.ts'
import { linkedFiles, type OutputServices, plainListing, readListing } from '../linked-files.ts'
import { shareAt } from '../share-at.ts'
import type { Cluster } from './cluster.ts'
import { clusterShares } from './cluster-shares.ts'
import { setupTaskFolder } from './setup-task-folder.ts'

export function listSetupTaskFiles(services: OutputServices): AnswerAction<Cluster, PoolObserved> {
  return {
    kind: 'answer',
    async answer({ record: { id, desired }, apiVersion }, { query, caller }) {
      const asked = readListing(plainListing, query)
      if (desired.setupTask === undefined) throw new ArmError(404, 'NoSetupTask', 'The cluster has no set-up task.')
      const folder = setupTaskFolder(desired.setupTask)
      const place = shareAt(folder, clusterShares(desired))
      const address = { endpoint: caller.baseUrl, path: `${id}/listSetupTaskFiles`, apiVersion }
      if (place !== undefined) return linkedFiles(place, asked, { ...services, address })
      throw new ArmError(
        409,
        'OutputNotOnFileServer',
        `What the set-up task prints is written to ${folder}, on each node's own disk. POST …/setupTaskLog reads the end of it node by node; to have it listed, put stdOutErrPathPrefix of a new cluster on a file server that it mounts.`,
      )
    },
  }
}
