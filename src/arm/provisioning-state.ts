import type { OperationRecord, ResourceRecord } from '../store/records.ts'

export type ProvisioningState = 'Creating' | 'Updating' | 'Deleting' | 'Succeeded' | 'Failed' | 'Canceled'

/** Derived from the row and its last operation; no provider keeps it by hand. */
export function provisioningState(
  record: ResourceRecord,
  lastOperation: OperationRecord | undefined,
): ProvisioningState {
  const hasFailed = record.failure?.generation === record.generation
  if (record.deletedAt !== undefined) return hasFailed ? 'Failed' : 'Deleting'
  if (hasFailed) return 'Failed'
  if (record.observedGeneration >= record.generation) return 'Succeeded'
  if (lastOperation !== undefined && lastOperation.generation === record.generation) {
    if (lastOperation.status === 'Failed') return 'Failed'
    if (lastOperation.status === 'Canceled') return 'Canceled'
  }
  return record.observedGeneration === 0 ? 'Creating' : 'Updating'
}
