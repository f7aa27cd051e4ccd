// What every Batch AI resource says of its life, in lower case and with few words: what is being changed has succeeded, and
// goes on being it.

import { provisioningState } from '../../arm/provisioning-state.ts'
import type { View } from '../../arm/resource-type.ts'

const words = {
  Creating: 'creating',
  Updating: 'succeeded',
  Deleting: 'deleting',
  Succeeded: 'succeeded',
  Failed: 'failed',
  Canceled: 'failed',
} as const

/** `provisioningState`, when it last became so, and when the resource was made. */
export function lifeOf<D, O>({ record, lastOperation }: View<D, O>) {
  const state = words[provisioningState(record, lastOperation)]
  const changedAt = state === 'deleting' ? (record.deletedAt ?? record.modifiedAt) : record.createdAt
  return {
    creationTime: new Date(record.createdAt).toISOString(),
    provisioningState: state,
    provisioningStateTransitionTime: new Date(changedAt).toISOString(),
  }
}
