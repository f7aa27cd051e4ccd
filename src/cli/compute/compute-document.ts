// A compute instance as the API answers it, as far as the command line looks at it.

import type { ScheduleDocument } from './schedule/schedule-document.ts'

export interface ComputeDocument {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly tags?: Readonly<Record<string, string>>
  readonly systemData?: { readonly createdAt?: string }
  readonly properties: {
    readonly provisioningState: string
    readonly createdOn: string
    readonly properties: {
      readonly vmSize: string
      readonly state: string
      readonly errors: readonly { readonly error: { readonly code: string; readonly message: string } }[]
      readonly createdBy: { readonly userName: string; readonly userId: string }
      readonly personalComputeInstanceSettings: {
        readonly assignedUser: { readonly objectId: string; readonly tenantId: string }
      } | null
      readonly applications: readonly { readonly displayName: string; readonly endpointUri: string }[]
      readonly sshSettings: {
        readonly sshPublicAccess: string
        readonly adminUserName: string
        readonly adminPublicKey: string | null
        readonly hostKeys?: readonly string[]
        readonly sshPort: number | null
      }
      readonly connectivityEndpoints: { readonly publicIpAddress: string | null }
      readonly schedules: { readonly computeStartStop: readonly ScheduleDocument[] }
      readonly capacity?: { readonly message: string }
      readonly setupScripts?: {
        readonly scripts: Readonly<Partial<Record<`${ScriptKind}Script`, ShownScript>>>
      } | null
      readonly setupRuns?: Readonly<Partial<Record<ScriptKind, { readonly state: string }>>>
    }
  }
}

export type ScriptKind = 'creation' | 'startup'

interface ShownScript {
  readonly scriptSource: string
  readonly scriptData: string
  readonly scriptArguments?: string
  readonly digest?: string
}

export const computeVersion = 'api-version=2024-10-01'

/** Of an app by the name people give it: `lab` or `term`. Undefined: the instance has none. */
export function appUrl(compute: ComputeDocument, app: 'lab' | 'term'): string | undefined {
  const title = app === 'lab' ? 'Jupyter Lab' : 'Terminal'
  return compute.properties.properties.applications.find(({ displayName }) => displayName === title)?.endpointUri
}
