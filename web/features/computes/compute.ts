// A compute instance as the pages speak of it, read off the wire.

import type { WireSchedule } from './schedules/schedule.ts'
import { readSetup, type SetupScript, type WireSetup } from './setup/setup.ts'

export interface Compute {
  readonly id: string
  readonly name: string
  readonly size: string
  readonly state: ComputeState
  readonly location: string
  readonly tags: Readonly<Record<string, string>>
  readonly createdAt: string | undefined
  readonly creator: { readonly userId: string; readonly userName: string }
  /** Who alone opens its applications. */
  readonly ownerId: string
  readonly ownerName: string
  readonly applications: readonly Application[]
  readonly ssh: SshSettings
  readonly privateIpAddress: string | undefined
  readonly publicIpAddress: string | undefined
  readonly errors: readonly { readonly code: string; readonly message: string }[]
  readonly lastOperation: LastOperation | undefined
  readonly schedules: readonly WireSchedule[]
  readonly nextFiring: { readonly time: string; readonly action: string } | undefined
  readonly capacityNote: string | undefined
  readonly setup: readonly SetupScript[]
}

export interface Application {
  readonly displayName: string
  readonly endpointUri: string
  /** Of one that was brought. */
  readonly state?: 'Running' | 'Starting' | 'Stopped' | 'Failed'
  readonly error?: { readonly code: string; readonly message: string }
}

export type ComputeState =
  | 'Creating'
  | 'CreateFailed'
  | 'Deleting'
  | 'Running'
  | 'Restarting'
  | 'SettingUp'
  | 'SetupFailed'
  | 'Starting'
  | 'Stopped'
  | 'Stopping'
  | 'UserSettingUp'
  | 'UserSetupFailed'
  | 'Unusable'

export interface SshSettings {
  readonly isEnabled: boolean
  readonly user: string
  readonly port: number | undefined
}

export interface LastOperation {
  readonly name: string
  readonly time: string
  readonly status: string
  readonly trigger: string
}

/** What ARM sends of one at the newest api-version, as far as it is read. */
export interface WireCompute {
  readonly id: string
  readonly name: string
  readonly location?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly properties: {
    readonly computeType: string
    readonly createdOn?: string
    readonly properties?: WireSetup & {
      readonly vmSize?: string
      readonly state?: ComputeState
      readonly errors?: readonly { readonly error: { readonly code: string; readonly message: string } }[] | null
      readonly createdBy?: { readonly userId: string; readonly userName: string }
      readonly applications?: readonly Application[]
      readonly sshSettings?: {
        readonly sshPublicAccess?: string
        readonly adminUserName?: string
        readonly sshPort?: number | null
      }
      readonly connectivityEndpoints?: {
        readonly privateIpAddress?: string | null
        readonly publicIpAddress?: string | null
      }
      readonly lastOperation?: {
        readonly operationName: string
        readonly operationTime: string
        readonly operationStatus: string
        readonly operationTrigger: string
      }
      readonly schedules?: { readonly computeStartStop?: readonly WireSchedule[] } | null
      readonly owner?: { readonly userId: string; readonly userName: string }
      readonly nextFiring?: { readonly time: string; readonly action: string }
      readonly capacity?: { readonly message?: string }
    }
  }
}

type WireProperties = NonNullable<WireCompute['properties']['properties']>

export function readCompute({ id, name, location, tags, properties }: WireCompute): Compute {
  const inner: WireProperties = properties.properties ?? {}
  const creator = inner.createdBy ?? { userId: '', userName: '' }
  return {
    id,
    name,
    size: inner.vmSize ?? '',
    state: inner.state ?? 'Creating',
    location: location ?? '',
    tags: tags ?? {},
    createdAt: properties.createdOn,
    creator,
    ownerId: inner.owner?.userId ?? creator.userId,
    ownerName: inner.owner?.userName ?? creator.userName,
    applications: inner.applications ?? [],
    ssh: readSsh(inner.sshSettings),
    privateIpAddress: inner.connectivityEndpoints?.privateIpAddress ?? undefined,
    publicIpAddress: inner.connectivityEndpoints?.publicIpAddress ?? undefined,
    errors: (inner.errors ?? []).map(({ error }) => error),
    lastOperation: readLastOperation(inner.lastOperation),
    schedules: inner.schedules?.computeStartStop ?? [],
    nextFiring: inner.nextFiring,
    capacityNote: inner.capacity?.message,
    setup: readSetup(inner),
  }
}

function readSsh(settings: WireProperties['sshSettings']): SshSettings {
  return {
    isEnabled: settings?.sshPublicAccess === 'Enabled',
    user: settings?.adminUserName ?? '',
    port: settings?.sshPort ?? undefined,
  }
}

function readLastOperation(operation: WireProperties['lastOperation']): LastOperation | undefined {
  if (operation === undefined) return undefined
  const { operationName, operationTime, operationStatus, operationTrigger } = operation
  return { name: operationName, time: operationTime, status: operationStatus, trigger: operationTrigger }
}
