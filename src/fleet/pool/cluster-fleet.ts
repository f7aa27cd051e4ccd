// A cluster of whatever kind as a fleet: nodes of one size and image on a network of their own, that know each other and
// whom their user enters by SSH.

import { TerminalError } from '../../base/errors.ts'
import { cappedLimits } from '../capped-limits.ts'
import type { FleetSettings, FleetSpec, NodeTemplate } from '../fleet.ts'
import { findSize } from '../sizes.ts'
import { type NodeScriptSpec, nodeScript } from './node-script.ts'
import type { PoolScale, Priority } from './pool.ts'

export interface ClusterPlan {
  /** Of the cluster: names its network. */
  readonly key: string
  /** Canonical name. */
  readonly size: string
  readonly priority: Priority
  readonly scale: PoolScale
  readonly user: ClusterUser
  /** By which its nodes let each other in. */
  readonly peerKey: string
  /** Undefined: nobody outside reaches its nodes. */
  readonly ports: readonly number[] | undefined
  /** Whose machines reach port 22 of its nodes, and its nodes theirs. */
  readonly network?: string | undefined
  readonly mounts: NodeTemplate['mounts']
  readonly mountFolders?: readonly string[]
  readonly script: Omit<NodeScriptSpec, 'userName'>
}

export interface ClusterUser {
  readonly name: string
  /** One line, as sshd reads it. */
  readonly authorizedKey: string | undefined
  readonly hasPassword: boolean
}

export function clusterFleet(plan: ClusterPlan, settings: FleetSettings): FleetSpec {
  const { user, script, ports } = plan
  const size = findSize(plan.size)
  if (!size)
    throw new TerminalError('VmSizeNotSupported', `The VM size '${plan.size}' is not offered any more.`, {
      nextStep: 'Delete the cluster and create it with another size.',
    })
  return {
    engine: settings.engine,
    count: 0,
    power: 'running',
    boot: 1,
    pool: {
      priority: plan.priority,
      family: size.family,
      coresPerNode: size.cores,
      scale: plan.scale,
      ssh: ports && { host: settings.sshAddress, ports },
    },
    template: {
      image: settings.image,
      limits: cappedLimits(size, settings.host).limits,
      cluster: plan.key,
      ...(plan.network === undefined ? {} : { network: plan.network }),
      mounts: plan.mounts,
      ...(plan.mountFolders === undefined ? {} : { mountFolders: plan.mountFolders }),
      config: {
        user: { name: user.name, uid: 1000, hasSudo: true },
        authorizedKeys: [plan.peerKey, ...(user.authorizedKey === undefined ? [] : [user.authorizedKey])],
        allowsPassword: user.hasPassword,
        environment: {},
        folders: [],
        apps: [],
        origins: {},
      },
      setup: nodeScript({ ...script, userName: user.name }),
      apps: [],
      ownerId: '',
      ssh: undefined,
    },
  }
}
