// Definitions and assignments as tests write them.

import { expect } from 'vitest'
import type { TestServer } from './harness.ts'

export const policyVersion = 'api-version=2023-04-01'
const authorization = '/providers/Microsoft.Authorization'
const ml = 'Microsoft.MachineLearningServices/workspaces/computes'

/** The sample of the documents. */
export const stopAtTen = {
  mode: 'All',
  policyRule: {
    if: {
      allOf: [
        { field: `${ml}/computeType`, equals: 'ComputeInstance' },
        { field: `${ml}/schedules`, exists: 'false' },
      ],
    },
    // biome-ignore lint/suspicious/noThenProperty: a rule is written so
    then: {
      effect: 'append',
      details: [
        {
          field: `${ml}/schedules`,
          value: {
            computeStartStop: [
              {
                triggerType: 'Cron',
                cron: {
                  startTime: '2021-03-10T21:21:07',
                  timeZone: 'Pacific Standard Time',
                  expression: '0 22 * * *',
                },
                action: 'Stop',
                status: 'Enabled',
              },
            ],
          },
        },
      ],
    },
  },
}

export async function putDefinition(server: TestServer, name: string, properties: object) {
  return server.call('PUT', `${definitionId(server, name)}?${policyVersion}`, { properties })
}

/** Its id. */
export async function define(server: TestServer, name: string, properties: object): Promise<string> {
  const made = await putDefinition(server, name, properties)
  expect(made.body.error).toBeUndefined()
  return made.body.id
}

export function definitionId(server: TestServer, name: string): string {
  return `${server.subscription}${authorization}/policyDefinitions/${name}`
}

export interface Assigning {
  /** The subscription unless given. */
  readonly scope?: string
  readonly name?: string
  readonly [property: string]: unknown
}

export async function assign(server: TestServer, policyDefinitionId: string, more: Assigning = {}) {
  const { scope = server.subscription, name = 'assigned', ...properties } = more
  const id = `${scope}${authorization}/policyAssignments/${name}`
  return server.call('PUT', `${id}?${policyVersion}`, { properties: { policyDefinitionId, ...properties } })
}

/** Of a rule for everything with this condition. */
export function ruleOf(condition: object, effect: string, details?: unknown) {
  // biome-ignore lint/suspicious/noThenProperty: a rule is written so
  return { mode: 'All', policyRule: { if: condition, then: { effect, ...(details === undefined ? {} : { details }) } } }
}

/** How the only policy about the resource finds it. */
export async function stateOf(server: TestServer, id: string): Promise<string> {
  const path = `${id}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults`
  const { body } = await server.call('POST', `${path}?api-version=2019-10-01`)
  expect(body.error).toBeUndefined()
  return body.value.map(({ complianceState }: { complianceState: string }) => complianceState).join()
}
