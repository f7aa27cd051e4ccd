// The definitions that are there from the start, under the ids they have in Azure, so that what names them there works
// here. Each asks what Azure's asks; the words are ours.

import type { JsonObject } from '../../template/json-values.ts'
import { type FoundDefinition, policyDefinitionType } from './policy-types.ts'

const computes = 'Microsoft.MachineLearningServices/workspaces/computes'

export function builtInDefinition(id: string): FoundDefinition | undefined {
  return byId.get(id.toLowerCase())
}

interface Written {
  readonly name: string
  readonly displayName: string
  readonly description: string
  readonly effects: readonly string[]
  /** The parameter that gives the effect. */
  readonly parameter?: string
  readonly computeTypes?: readonly string[]
  readonly conditions: readonly JsonObject[]
  readonly details?: JsonObject
}

const disableLocalAuth: JsonObject = { field: `${computes}/disableLocalAuth`, notEquals: true }

export const builtInDefinitions: readonly FoundDefinition[] = [
  builtIn({
    name: 'f110a506-2dcb-422e-bcea-d533fc8c35e2',
    displayName: 'Compute instances should run on the latest image',
    description: 'Tells of compute instances whose image is older than the newest there is.',
    effects: ['Audit', 'Disabled'],
    parameter: 'effects',
    computeTypes: ['ComputeInstance'],
    conditions: [{ field: `${computes}/osImageMetadata.isLatestOsImageVersion`, equals: 'false' }],
  }),
  builtIn({
    name: 'e96a9a5f-07ca-471b-9bc5-6a0f33cbd68f',
    displayName: 'Computes should have local authentication disabled',
    description: 'Tells of, or refuses, computes that let people in by a key in place of their sign-in.',
    effects: ['Audit', 'Deny', 'Disabled'],
    conditions: [disableLocalAuth],
  }),
  builtIn({
    name: 'a6f9a2d0-cff7-4855-83ad-4cd750666512',
    displayName: 'Disable local authentication of computes',
    description: 'Makes every compute that is created or changed one that lets nobody in by a key.',
    effects: ['Modify', 'Disabled'],
    conditions: [disableLocalAuth],
    details: {
      conflictEffect: 'audit',
      roleDefinitionIds: ['/providers/microsoft.authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c'],
      operations: [{ operation: 'addOrReplace', field: `${computes}/disableLocalAuth`, value: true }],
    },
  }),
  builtIn({
    name: '679ddf89-ab8f-48a5-9029-e76054077449',
    displayName: 'Compute instances should stop when they are idle',
    description: 'Tells of, or refuses, compute instances that have no time after which they are stopped when idle.',
    effects: ['Audit', 'Deny', 'Disabled'],
    computeTypes: ['ComputeInstance'],
    conditions: [isMissing('idleTimeBeforeShutdown')],
  }),
  builtIn({
    name: '7804b5c7-01dc-4723-969b-ae300cc07ff1',
    displayName: 'Computes should be in a virtual network',
    description: 'Tells of computes that are in no subnet.',
    effects: ['Audit', 'Disabled'],
    conditions: [isMissing('subnet.id')],
  }),
]

const byId = new Map(builtInDefinitions.map((each) => [each.id.toLowerCase(), each]))

function isMissing(name: string): JsonObject {
  const field = `${computes}/${name}`
  return {
    anyOf: [
      { field, exists: false },
      { value: `[empty(field('${field}'))]`, equals: true },
    ],
  }
}

function builtIn(written: Written): FoundDefinition {
  const { name, displayName, description, effects, parameter = 'effect', conditions, details } = written
  const computeTypes = written.computeTypes ?? ['ComputeInstance', 'AmlCompute']
  return {
    id: `/providers/${policyDefinitionType}/${name}`,
    name,
    desired: {
      displayName,
      description,
      mode: 'All',
      metadata: { category: 'Machine Learning' },
      parameters: {
        [parameter]: { type: 'String', defaultValue: effects[0] ?? 'Audit', allowedValues: effects },
      },
      policyRule: {
        if: {
          allOf: [
            { field: 'type', equals: computes },
            { field: `${computes}/computeType`, in: computeTypes },
            ...conditions,
          ],
        },
        // biome-ignore lint/suspicious/noThenProperty: this is how a rule is written
        then: { effect: `[parameters('${parameter}')]`, ...(details === undefined ? {} : { details }) },
      },
    },
  }
}
