// Plans for tests: one group of one subscription, and short ways to what a plan says.

import { ArmError } from '../../src/base/errors.ts'
import type { Json } from '../../src/base/json.ts'
import type { JsonObject } from '../../src/template/json-values.ts'
import type { PlanContext } from '../../src/template/plan-context.ts'
import { type Plan, planDeployment, type Step } from '../../src/template/plan-deployment.ts'

export const group = '/subscriptions/s1/resourceGroups/Team'
export const seeds = { utcNow: '2026-11-21T09:05:03Z', guid: 'seed' }
export const context: PlanContext = {
  subscription: { id: '/subscriptions/s1', subscriptionId: 's1', tenantId: 't1', displayName: 'One' },
  resourceGroup: { id: group, name: 'Team', location: 'eastus', tags: { a: 'b' } },
  deployment: { name: 'deploy1' },
  environment: { name: 'Carrel' },
  apiVersionsOf: (type) =>
    type.toLowerCase() === 'microsoft.network/virtualnetworks' ? ['2024-01-01', '2020-01-01'] : undefined,
}

export const plan = (template: JsonObject, parameters: JsonObject = {}, where: PlanContext = context): Plan =>
  planDeployment({ template: { resources: [], ...template }, parameters, context: where, seeds })

export const account = (name: string, more: JsonObject = {}): JsonObject => ({
  type: 'Microsoft.Storage/storageAccounts',
  apiVersion: '2021-04-01',
  name,
  ...more,
})
export const accountId = (name: string) => `${group}/providers/Microsoft.Storage/storageAccounts/${name}`

export function bodyOf(step: Step | undefined, answers: Record<string, Json> = {}): JsonObject {
  const rendered = step?.render((need) => answers[need.id])
  if (rendered === undefined || !('body' in rendered)) throw new Error(`not rendered: ${JSON.stringify(rendered)}`)
  return rendered.body
}

export function outputsOf(made: Plan, answers: Record<string, Json> = {}) {
  const rendered = made.outputs((need) => answers[need.id])
  if (!('values' in rendered)) throw new Error(`missing: ${JSON.stringify(rendered.missing)}`)
  return rendered.values
}

export function refusalOf(run: () => unknown): ArmError {
  try {
    run()
  } catch (error) {
    if (error instanceof ArmError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

export const waits = (made: Plan) =>
  Object.fromEntries(made.steps.map(({ name, dependsOn }) => [name, dependsOn.map((id) => id.split('/').at(-1))]))
