import fc from 'fast-check'
import { expect, test } from 'vitest'
import { context, seeds } from '../../test/support/template-plans.ts'
import { ArmError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import { isObject, type JsonObject } from './json-values.ts'
import { planDeployment } from './plan-deployment.ts'

/** Uses everything a template can have, so that any part of it can be made wrong. */
const template: JsonObject = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: {
    name: {
      type: 'string',
      defaultValue: "[concat('a', uniqueString(resourceGroup().id))]",
      minLength: 1,
      maxLength: 30,
    },
    count: { type: 'int', defaultValue: 2, minValue: 0, maxValue: 5 },
    set: { type: 'object', defaultValue: { a: [1, 2] }, nullable: true },
  },
  variables: { v: "[parameters('set').a[0]]", copy: [{ name: 'list', count: 2, input: "[copyIndex('list')]" }] },
  functions: [
    {
      namespace: 'n',
      members: {
        f: { parameters: [{ name: 'p', type: 'int' }], output: { type: 'int', value: "[add(parameters('p'), 1)]" } },
      },
    },
  ],
  resources: [
    {
      type: 'Microsoft.Network/virtualNetworks',
      apiVersion: '2020-08-01',
      name: "[concat(parameters('name'), copyIndex())]",
      condition: '[less(copyIndex(), 2)]',
      copy: { name: 'nets', count: "[parameters('count')]", mode: 'serial', batchSize: 1 },
      location: '[resourceGroup().location]',
      tags: { "[string(variables('v'))]": "[n.f(variables('list')[1])]" },
      properties: { copy: [{ name: 'subnets', count: 2, input: { name: "[format('s{0}', copyIndex('subnets'))]" } }] },
      resources: [{ type: 'subnets', apiVersion: '2020-08-01', name: 'x', dependsOn: ['nets'] }],
    },
    {
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2021-04-01',
      name: 'inner',
      resourceGroup: 'other',
      dependsOn: ["[resourceId('Microsoft.Network/virtualNetworks', concat(parameters('name'), '0'))]"],
      properties: {
        mode: 'Incremental',
        expressionEvaluationOptions: { scope: 'outer' },
        template: { resources: ["[variables('v')]"] },
      },
    },
  ],
  outputs: {
    one: { type: 'int', value: "[reference('inner').outputs.x.value]", condition: '[not(false())]' },
    all: { type: 'array', copy: { count: 2, input: '[copyIndex()]' } },
  },
}

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  fc.constantFrom<Json>(
    null,
    '',
    '/',
    '[',
    '[]',
    "[reference('inner')]",
    "[copyIndex('subnets')]",
    "[json('{}')]",
    "[variables('list')]",
    '__proto__',
    801,
    -1,
    0.5,
  ),
)

/** `steps` chooses a way down from the root; there, what stands is replaced, or a member is added. */
function withOdd(value: Json, steps: readonly number[], replacement: Json): Json {
  const [step = 0, ...rest] = steps
  if (!isObject(value) && !Array.isArray(value)) return replacement
  const keys = Object.keys(value)
  const key = keys[step % (keys.length + 1)]
  if (steps.length === 0) return replacement
  if (Array.isArray(value))
    return value.map((inner: Json, index) => (String(index) === key ? withOdd(inner, rest, replacement) : inner))
  const object = value as JsonObject
  if (key === undefined) return { ...object, extra: replacement }
  return { ...object, [key]: withOdd(object[key] ?? null, rest, replacement) }
}

test('the template is one that can be planned', () => {
  const made = planDeployment({ template, parameters: {}, context, seeds })
  expect(made.steps).toHaveLength(5)
})

test('with any part of it made wrong it is planned or refused, never with another error', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 7 }), odd, (steps, replacement) => {
      try {
        const made = planDeployment({ template: withOdd(template, steps, replacement), parameters: {}, context, seeds })
        for (const step of made.steps) step.render(() => ({ properties: { outputs: {} } }))
        made.outputs(() => ({ properties: { outputs: { x: { value: 1 } } } }))
      } catch (error) {
        if (!(error instanceof ArmError)) throw error
        expect(error.code).toBe('InvalidTemplate')
      }
    }),
    { numRuns: 400 },
  )
})

test('with any parameters it is planned or refused, never with another error', () => {
  const names = fc.constantFrom('name', 'count', 'set', 'NAME', '__proto__', 'other')
  const given = fc.dictionary(names, fc.oneof(odd, fc.record({ value: odd })))
  fc.assert(
    fc.property(given, (parameters) => {
      try {
        planDeployment({ template, parameters, context, seeds })
      } catch (error) {
        if (!(error instanceof ArmError)) throw error
      }
    }),
    { numRuns: 200 },
  )
})
