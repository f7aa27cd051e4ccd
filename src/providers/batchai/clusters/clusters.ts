// What a Batch AI cluster is. Read this first: the files it names hold one idea each.

import { resourceType } from '../../../arm/resource-type.ts'
import { joinsOf } from '../../../arm/subnet.ts'
import { requireSubnet, subnetUse } from '../../../arm/subnet-use.ts'
import { ArmError } from '../../../base/errors.ts'
import type { FleetSettings } from '../../../fleet/fleet.ts'
import type { PoolObserved } from '../../../fleet/pool/pool.ts'
import { requireWithinQuota } from '../../../fleet/pool/within-quota.ts'
import type { Store } from '../../../store/store.ts'
import { isFileServerIn } from '../file-servers/file-server-share.ts'
import { inWorkspace } from '../in-workspace.ts'
import { mountsOfJobs } from '../jobs/mounts-of.ts'
import type { OutputServices } from '../linked-files.ts'
import { admitCluster } from './admit-cluster.ts'
import { type Cluster, clusterType } from './cluster.ts'
import { history, nodes, queue } from './cluster-views.ts'
import { fleetOfCluster } from './fleet-of-cluster.ts'
import { listSetupTaskFiles } from './list-setup-task-files.ts'
import { parseCluster } from './parse-cluster.ts'
import { listRemoteLoginInformation } from './remote-login.ts'
import { renderCluster } from './render-cluster.ts'
import { resized } from './resized.ts'
import { type NodeAsking, setupTaskLog } from './setup-task-log.ts'

const minutes = 60_000

export interface ClusterServices extends NodeAsking, OutputServices {
  readonly fleet: FleetSettings
  readonly store: Store
}

export function clusters({ fleet, store, ...services }: ClusterServices) {
  return resourceType<Cluster, PoolObserved>({
    type: clusterType,
    ...inWorkspace,
    verbs: ['get', 'list', 'put', 'patch', 'delete'],
    deadlinesMs: { create: 5 * minutes, update: 5 * minutes, delete: 15 * minutes },
    pooledClaim: 'ssh-port',
    parse: (input) => parseCluster(input, services.sealer),
    admit: (next, { previous }) => admitCluster(next, previous?.desired, fleet.host),
    patched: ({ desired }, body) => resized(desired, body),

    joins: ({ properties }) => joinsOf(properties?.['subnet']),

    async complete(desired, workspaceKey, isNew) {
      if (isNew && desired.subnet) await requireSubnet(store, desired.subnet.id, 'properties.subnet.id')
      await requireWithinQuota(store, { ...desired, engine: fleet.engine })
      await requireFileServers(desired, workspaceKey, store)
      return desired
    },

    render: renderCluster,
    actions: {
      ...{ listRemoteLoginInformation, nodes, queue, history },
      setupTaskLog: setupTaskLog(services),
      listSetupTaskFiles: listSetupTaskFiles(services),
    },
    fleet: {
      fleetOf: fleetOfCluster,
      queueOf: ({ key }, context) => context.queue(key),
      mountsOfJobs,
      statusOf: ({ observed }, _nodes, pool) => ({ pool: pool ?? observed?.pool }),
    },
    claimsOf: ({ ports, subnet }, _name, key) => [
      ...ports.map((port) => ({ kind: 'ssh-port', value: String(port) })),
      ...(subnet ? [subnetUse(subnet.id, key)] : []),
    ],
  })
}

async function requireFileServers({ volumes }: Cluster, workspaceKey: string, store: Store): Promise<void> {
  for (const { id } of volumes.fileServers) {
    if (await isFileServerIn(workspaceKey, id, store)) continue
    throw new ArmError(
      400,
      'FileServerNotFound',
      `There is no file server '${id.slice(0, 300)}' in this workspace. Create it first.`,
      { target: 'properties.nodeSetup.mountVolumes.fileServers' },
    )
  }
}
