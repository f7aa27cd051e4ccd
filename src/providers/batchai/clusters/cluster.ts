// The one internal model of a Batch AI cluster.

import type { ArmDesired } from '../../../arm/resource-type.ts'
import type { Subnet } from '../../../arm/subnet.ts'
import type { ClusterUser } from '../../../fleet/pool/cluster-fleet.ts'
import type { PoolObserved, PoolScale, Priority } from '../../../fleet/pool/pool.ts'
import type { ResourceRecord } from '../../../store/records.ts'

export const clusterType = 'Microsoft.BatchAI/workspaces/clusters'

export interface Cluster extends ArmDesired {
  /** As it was sent; `size` is its canonical name. */
  readonly vmSize: string
  readonly size: string
  readonly priority: Priority
  readonly scale: PoolScale
  /** Shown as it was sent, with what was left out. */
  readonly image: ImageReference
  readonly user: ClusterUser & { readonly publicKey: string | undefined }
  readonly setupTask: ClusterTask | undefined
  readonly volumes: ClusterVolumes
  /** Undefined: none. Rows of before it was offered have none. */
  readonly subnet?: Subnet | undefined
  /** SSH ports: as many as it may ever have had nodes. */
  readonly ports: readonly number[]
  /** By which its nodes let each other in. */
  readonly peerKey: string
  /** Sealed: what is never shown, by the name of the variable it becomes. */
  readonly secrets: Readonly<Record<string, SealedSecret>>
}

export interface SealedSecret {
  readonly sealed: string
  /** Tells whether another value is the same. */
  readonly digest: string
}

export interface ImageReference {
  readonly publisher: string
  readonly offer: string
  readonly sku: string
  readonly version?: string
}

export interface ClusterTask {
  readonly commandLine: string
  readonly environment: Readonly<Record<string, string>>
  /** Names of its secrets. */
  readonly secretNames: readonly string[]
  readonly outputPrefix: string
  /** What makes its folder one of its own. */
  readonly outputSuffix: string
}

export interface ClusterVolumes {
  readonly fileServers: readonly FileServerVolume[]
  readonly unmanaged: readonly { readonly mountCommand: string; readonly relativeMountPath: string }[]
}

export interface FileServerVolume {
  /** As it was sent. */
  readonly id: string
  readonly relativeMountPath: string
  readonly sourceDirectory?: string
  readonly mountOptions?: string
}

export type ClusterRecord = ResourceRecord<Cluster, PoolObserved>
