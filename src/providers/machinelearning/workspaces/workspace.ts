import type { ManagedIdentity } from '../../../arm/managed-identity.ts'
import type { ArmDesired } from '../../../arm/resource-type.ts'

export interface Workspace extends ArmDesired {
  readonly location: string
  readonly friendlyName: string | null
  readonly description: string | null
  readonly identity?: ManagedIdentity
  readonly sku: unknown
  readonly kind: string
  readonly accepted: Readonly<Record<string, unknown>>
}
