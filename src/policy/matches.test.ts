// Rules over a compute instance: fields, values, counts, functions and what bounds them.

import { describe, expect, test } from 'vitest'
import { TemplateFault } from '../template/template-fault.ts'
import { isApplicable } from './applicable.ts'
import { matches } from './matches.ts'
import { parseCondition } from './parse-rule.ts'
import { policyScope } from './policy-scope.ts'

const computes = 'Microsoft.MachineLearningServices/workspaces/computes'
const starts = `${computes}/schedules.computeStartStop[*]`

const schedule = (action: string, status = 'Enabled') => ({
  ...{ action, status },
  triggerType: 'Recurrence',
  recurrence: { schedule: { hours: [8, 18], minutes: [0] } },
})

const document = {
  id: '/subscriptions/s/resourceGroups/lab/providers/Microsoft.MachineLearningServices/workspaces/ws/computes/ana',
  name: 'ana',
  type: computes,
  location: 'West Europe',
  tags: { Env: 'dev', "it's": 'quoted' },
  identity: { type: 'SystemAssigned' },
  properties: {
    computeType: 'ComputeInstance',
    properties: {
      vmSize: 'STANDARD_D2_V2',
      schedules: { computeStartStop: [schedule('Start'), schedule('Stop'), schedule('Stop', 'Disabled')] },
      setupScripts: null,
    },
  },
}

const context = {
  document,
  apiVersion: '2024-10-01',
  subscription: { subscriptionId: 's', displayName: 'Lab' },
  resourceGroup: { name: 'lab', location: 'westeurope', tags: { cost: '42' } },
  now: Date.UTC(2030, 0, 15),
}

function evaluated(condition: object, parameters = {}) {
  const scope = policyScope(parameters, context)
  return matches(parseCondition(condition as never, 'if'), scope, { document })
}

describe('conditions', () => {
  test.each<[object, boolean]>([
    [{ field: 'type', equals: computes.toUpperCase() }, true],
    [{ field: 'name', equals: 'ANA' }, true],
    [{ field: 'fullName', equals: 'ws/ana' }, true],
    [{ field: 'location', equals: 'westeurope' }, true],
    [{ field: 'location', equals: 'West Europe' }, true],
    [{ field: "[concat('loc', 'ation')]", notEquals: 'West Europe' }, false],
    [{ field: 'location', in: ['East US', 'West Europe'] }, true],
    [{ field: 'location', notIn: ['East US', 'WEST EUROPE'] }, false],
    [{ field: 'location', notIn: ['East US'] }, true],
    [{ field: 'location', like: 'West E*' }, true],
    [{ field: 'identity.type', equals: 'SystemAssigned' }, true],
    [{ field: 'kind', exists: false }, true],
    [{ field: 'tags.env', equals: 'DEV' }, true],
    [{ field: "tags['ENV']", equals: 'dev' }, true],
    [{ field: 'tags[env]', equals: 'dev' }, true],
    [{ field: "tags['it''s']", equals: 'quoted' }, true],
    [{ field: "[concat('tags[', parameters('tag'), ']')]", equals: 'dev' }, true],
    [{ field: 'tags', containsKey: 'env' }, true],
    [{ field: `${computes}/vmSize`, in: ['Standard_D2_v2'] }, true],
    [{ field: `${computes}/setupScripts`, exists: 'false' }, true],
    [{ field: `${computes}/schedules`, exists: 'true' }, true],
    [{ field: 'Microsoft.Storage/storageAccounts/sku.name', exists: 'false' }, true],
    [{ field: `${starts}.action`, in: ['Start', 'Stop'] }, true],
    [{ field: `${starts}.action`, equals: 'Stop' }, false],
    [{ field: `${computes}/customServices[*].name`, equals: 'whatever: there is none' }, true],
    [
      {
        value:
          "[length(field('Microsoft.MachineLearningServices/workspaces/computes/schedules.computeStartStop[*].action'))]",
        equals: 3,
      },
      true,
    ],
    [{ value: '[resourceGroup().tags.cost]', less: 43 }, true],
    [{ value: '[requestContext().apiVersion]', greaterOrEquals: '2024-01-01' }, true],
    [{ value: '[subscription().displayName]', match: 'L??' }, true],
    [{ value: "[addDays('2029-12-31', 1)]", equals: '2030-01-01T00:00:00.000Z' }, true],
    [{ value: '[addDays(utcNow(), 30)]', equals: '2030-02-14T00:00:00.000Z' }, true],
    [
      {
        not: {
          anyOf: [
            { field: 'name', equals: 'bo' },
            { field: 'kind', exists: true },
          ],
        },
      },
      true,
    ],
    [{ allOf: [] }, true],
    [{ anyOf: [] }, false],
  ])('%j: %s', (condition, expected) => {
    expect(evaluated(condition, { tag: 'env' })).toBe(expected)
  })

  test('addDays() takes a time and nothing that only resembles one', () => {
    for (const text of ['1', '2024-02-30', 'May']) {
      expect(() => evaluated({ value: `[addDays('${text}', 1)]`, exists: true })).toThrow('takes a time such as')
    }
  })

  test.each<[object, boolean]>([
    [{ count: { field: starts }, equals: 3 }, true],
    [{ count: { field: starts, where: { field: `${starts}.action`, equals: 'Stop' } }, equals: 2 }, true],
    [
      {
        count: {
          field: starts,
          where: {
            allOf: [
              { field: `${starts}.action`, equals: 'stop' },
              { field: `${starts}.status`, equals: 'Enabled' },
            ],
          },
        },
        greater: 1,
      },
      false,
    ],
    [
      {
        count: {
          field: starts,
          where: {
            count: {
              field: `${starts}.recurrence.schedule.hours[*]`,
              where: { field: `${starts}.recurrence.schedule.hours[*]`, greater: 12 },
            },
            equals: 1,
          },
        },
        equals: 3,
      },
      true,
    ],
    [
      {
        count: {
          value: "[parameters('names')]",
          name: 'each',
          where: { field: 'name', like: "[concat(current('each'), '*')]" },
        },
        equals: 1,
      },
      true,
    ],
    [{ count: { value: [1, 2, 3], where: { value: '[current()]', less: 3 } }, equals: 2 }, true],
    [
      {
        count: {
          value: [1, 2],
          name: 'a',
          where: {
            count: { value: [1, 2], name: 'b', where: { value: "[equals(current('a'), current('b'))]", equals: true } },
            equals: 1,
          },
        },
        equals: 2,
      },
      true,
    ],
    [{ count: { field: `${computes}/customServices[*]` }, equals: 0 }, true],
  ])('counts %j: %s', (condition, expected) => {
    expect(evaluated(condition, { names: ['an', 'bo'] })).toBe(expected)
  })

  test('a rule that asks for more work than is allowed ends with a fault', () => {
    const many = Array.from({ length: 2_000 }, (_, at) => at)
    const nested = { count: { value: many, where: { value: '[current()]', exists: true } }, greater: 0 }
    const deep = { count: { value: many, where: nested }, greater: 0 }
    expect(() => evaluated({ count: { value: many, where: deep }, greater: 0 })).toThrow(TemplateFault)
  })
})

describe('whom a rule is about', () => {
  test.each<[object, boolean]>([
    [{ field: 'type', equals: 'Microsoft.Storage/storageAccounts' }, false],
    [{ not: { field: 'type', equals: computes } }, false],
    [
      {
        allOf: [
          { field: 'type', equals: computes },
          { field: `${computes}/computeType`, equals: 'AmlCompute' },
        ],
      },
      true,
    ],
    [{ field: `${computes}/computeType`, equals: 'AmlCompute' }, true],
    [{ field: 'Microsoft.Storage/storageAccounts/sku.name', equals: 'x' }, false],
    [
      {
        anyOf: [
          { field: 'type', equals: 'x' },
          { field: 'location', equals: 'x' },
        ],
      },
      true,
    ],
  ])('%j: %s', (condition, expected) => {
    expect(isApplicable(parseCondition(condition as never, 'if'), document, policyScope({}, context))).toBe(expected)
  })
})
