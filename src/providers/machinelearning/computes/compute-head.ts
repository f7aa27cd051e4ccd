import type { ResourceRecord } from '../../../store/records.ts'

interface Described {
  readonly location?: string
  readonly description: string | null
}

/** What a compute of either type shows beside its own properties. Nulls are written out: one client fails on absent keys. */
export function computeHead({ desired, createdAt, modifiedAt }: ResourceRecord<Described>, errors: readonly object[]) {
  return {
    computeLocation: desired.location,
    description: desired.description,
    provisioningErrors: errors.length > 0 ? errors : null,
    createdOn: new Date(createdAt).toISOString(),
    modifiedOn: new Date(modifiedAt).toISOString(),
    resourceId: null,
    isAttachedCompute: false,
  }
}
