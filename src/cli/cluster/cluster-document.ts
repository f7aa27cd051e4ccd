// What the API says of a Batch AI cluster, as far as the command line reads it.

/** The one that shows what Azure never had, too. */
export const clusterVersion = 'api-version=2026-11-01'

export interface ClusterDocument {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly vmSize: string
    readonly vmPriority: string
    readonly provisioningState: string
    readonly allocationState: string
    readonly currentNodeCount: number
    readonly scaleSettings: {
      readonly manual?: { readonly targetNodeCount: number }
      readonly autoScale?: { readonly minimumNodeCount: number; readonly maximumNodeCount: number }
    }
    readonly nodeStateCounts: Readonly<
      Record<`${'idle' | 'running' | 'preparing' | 'unusable' | 'leaving'}NodeCount`, number>
    >
    readonly userAccountSettings: { readonly adminUserName: string; readonly adminUserSshPublicKey?: string }
    readonly nodeSetup?: {
      readonly mountVolumes?: { readonly fileServers?: readonly { readonly relativeMountPath: string }[] }
    }
    readonly errors: readonly { readonly code: string; readonly message: string }[]
  }
}

export interface NodeDocument {
  readonly nodeId: string
  readonly ipAddress: string
  readonly port: number
  readonly hostKeys?: readonly string[]
}
