// The one internal model of an AmlCompute: a cluster of nodes that scales by itself.

import type { ArmDesired } from '../../../../arm/resource-type.ts'
import type { Subnet } from '../../../../arm/subnet.ts'
import type { ClusterUser } from '../../../../fleet/pool/cluster-fleet.ts'
import type { PoolObserved, PoolScale, Priority } from '../../../../fleet/pool/pool.ts'
import type { ResourceRecord } from '../../../../store/records.ts'

export interface AmlCluster extends ArmDesired {
  /** Tells it from a compute instance, which has none. */
  readonly computeType: 'AmlCompute'
  readonly location: string
  readonly description: string | null
  /** Canonical name; fixed for life. */
  readonly size: string
  readonly priority: Priority
  readonly scale: Extract<PoolScale, { kind: 'auto' }>
  /** Undefined: nobody signs in. */
  readonly user: (ClusterUser & { readonly publicKey: string | undefined }) | undefined
  readonly remoteLogin: 'Enabled' | 'Disabled'
  readonly hasPublicIp: boolean
  readonly subnet: Subnet | undefined
  readonly ports: readonly number[]
  /** By which its nodes let each other in. */
  readonly peerKey: string
  /** Sealed: what is never shown. */
  readonly secrets: Readonly<Record<string, { readonly sealed: string; readonly digest: string }>>
  /** Accepted without effect, shown as sent. */
  readonly accepted: Readonly<Record<string, unknown>>
}

export type AmlClusterRecord = ResourceRecord<AmlCluster, PoolObserved>

export function isAmlCluster(desired: object): desired is AmlCluster {
  return 'computeType' in desired && desired.computeType === 'AmlCompute'
}

export function isEnteredFromOutside({ user, remoteLogin, hasPublicIp }: AmlCluster): boolean {
  return user !== undefined && hasPublicIp && remoteLogin === 'Enabled'
}
