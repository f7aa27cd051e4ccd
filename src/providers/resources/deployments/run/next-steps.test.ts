import { expect, test } from 'vitest'
import type { Step } from '../../../../template/plan-deployment.ts'
import type { StepStatus } from '../model.ts'
import { nextSteps } from './next-steps.ts'

const step = (id: string, ...dependsOn: string[]): Step => ({
  ...{ id, dependsOn, type: 'A/b', name: id, apiVersion: '2020-01-01', path: '' },
  render: () => ({ body: {} }),
})
const status = (state: StepStatus['state']): StepStatus => ({
  ...{ id: '', resourceType: '', resourceName: '', kind: 'Create', operationId: '', startedAt: 0, statusCode: '' },
  state,
})
const steps = [step('a'), step('b', 'a'), step('c', 'a', 'b'), step('d')]
const idsAfter = (statuses: Record<string, StepStatus>) => nextSteps(steps, statuses).map(({ id }) => id)

test('what depends on nothing begins at once', () => {
  expect(idsAfter({})).toEqual(['a', 'd'])
})

test('a step waits for all it depends on, and is begun once', () => {
  expect(idsAfter({ a: status('Running'), d: status('Succeeded') })).toEqual([])
  expect(idsAfter({ a: status('Succeeded') })).toEqual(['b', 'd'])
  expect(idsAfter({ a: status('Succeeded'), b: status('Succeeded') })).toEqual(['c', 'd'])
})

test.each(['Failed', 'Canceled'] as const)('what %s holds back what needs it and nothing else', (state) => {
  expect(idsAfter({ a: status(state) })).toEqual(['d'])
})
