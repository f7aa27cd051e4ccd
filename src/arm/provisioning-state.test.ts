import { expect, test } from 'vitest'
import { operation, record } from '../../test/support/records.ts'
import { type ProvisioningState, provisioningState } from './provisioning-state.ts'

const failure = { generation: 2, error: { code: 'x', message: 'x' }, nextStep: undefined }
const row = (altered: Parameters<typeof record>[0] = {}) => record({ generation: 2, observedGeneration: 2, ...altered })
const ended = (status: 'Failed' | 'Canceled' | 'InProgress', generation = 2) => operation({ status, generation })

test.each<[ProvisioningState, ReturnType<typeof row>, ReturnType<typeof ended> | undefined]>([
  ['Succeeded', row(), undefined],
  ['Succeeded', row(), ended('Failed')],
  ['Creating', row({ observedGeneration: 0 }), ended('InProgress')],
  ['Updating', row({ observedGeneration: 1 }), ended('InProgress')],
  ['Failed', row({ observedGeneration: 1, failure }), ended('Failed')],
  ['Failed', row({ failure }), undefined],
  ['Failed', row({ observedGeneration: 1 }), ended('Failed')],
  ['Canceled', row({ observedGeneration: 1 }), ended('Canceled')],
  ['Updating', row({ observedGeneration: 1 }), ended('Canceled', 1)],
  ['Updating', row({ observedGeneration: 1, failure: { ...failure, generation: 1 } }), ended('InProgress')],
  ['Deleting', row({ deletedAt: 1 }), ended('InProgress')],
  ['Failed', row({ deletedAt: 1, failure }), ended('Failed')],
])('%s', (expected, resource, lastOperation) => {
  expect(provisioningState(resource, lastOperation)).toBe(expected)
})
