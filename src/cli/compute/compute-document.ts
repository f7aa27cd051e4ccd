// A compute instance as the API answers it, as far as the command line looks at it.

import type { CustomServiceDocument } from './app-options.ts'
import type { ScheduleDocument } from './schedule/schedule-document.ts'

export interface ComputeDocument {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly tags?: Readonly<Record<string, string>>
  readonly systemData?: { readonly createdAt?: string }
  readonly properties: {
    readonly computeType: string
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
      readonly applications: readonly ApplicationDocument[]
      readonly customServices?: readonly CustomServiceDocument[]
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

export interface ApplicationDocument {
  readonly displayName: string
  readonly endpointUri: string
  /** Of what people brought alone. */
  readonly state?: string
  readonly error?: { readonly code: string; readonly message: string }
}

export type ScriptKind = 'creation' | 'startup'

interface ShownScript {
  readonly scriptSource: string
  readonly scriptData: string
  readonly scriptArguments?: string
  readonly digest?: string
}

export const computeVersion = 'api-version=2024-10-01'

const titles: Readonly<Record<string, string>> = { lab: 'Jupyter Lab', term: 'Terminal', rstudio: 'RStudio' }

/** Of an app by the name people give it, such as `lab` or that of an application. Undefined: the instance has none. */
export function appUrl(compute: ComputeDocument, app: string): string | undefined {
  const title = (titles[app] ?? app).toLowerCase()
  const found = compute.properties.properties.applications.find(
    ({ displayName }) => displayName.toLowerCase() === title,
  )
  return found?.endpointUri
}
