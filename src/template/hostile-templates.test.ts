import { expect, test } from 'vitest'
import { account, plan } from '../../test/support/template-plans.ts'
import { ArmError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import type { JsonObject } from './json-values.ts'

const output = (value: string) => ({ o: { type: 'string', value } })

/** `v0` is small, each further one is made of the one before. */
function chain(length: number, make: (previous: string) => Json): JsonObject {
  const steps = Array.from({ length }, (_, index) => [`v${index + 1}`, make(`variables('v${index}')`)] as const)
  return Object.fromEntries([['v0', 'xxxxxxxx'], ...steps])
}

const nestedCopies = (depth: number): JsonObject =>
  depth === 0 ? {} : { copy: [{ name: `c${depth}`, count: 800, input: nestedCopies(depth - 1) }] }

const recursive = [
  {
    namespace: 'n',
    members: {
      f: { parameters: [{ name: 'p', type: 'int' }], output: { type: 'int', value: "[n.f(add(parameters('p'), 1))]" } },
    },
  },
]

const templates: readonly (readonly [string, JsonObject])[] = [
  [
    'variables that double as text',
    { variables: chain(60, (v) => `[concat(${v}, ${v})]`), outputs: output("[variables('v60')]") },
  ],
  [
    'variables that double as arrays',
    { variables: chain(60, (v) => [`[${v}]`, `[${v}]`]), outputs: output("[string(variables('v60'))]") },
  ],
  [
    'a body that doubles',
    {
      variables: chain(60, (v) => ({ a: `[${v}]`, b: `[${v}]` })),
      resources: [account('a', { properties: "[variables('v60')]" })],
    },
  ],
  [
    'a chain of two hundred variables, each a call deep',
    { variables: chain(255, (v) => `[concat(trim(${v}))]`), outputs: output("[variables('v255')]") },
  ],
  ['loops within loops of properties', { resources: [account('a', { properties: nestedCopies(4) })] }],
  [
    'loops in loops of resources',
    {
      resources: [
        account("[format('a{0}', copyIndex())]", {
          copy: { name: 'l', count: 800 },
          resources: [
            {
              type: 'services',
              apiVersion: '1',
              name: "[format('b{0}', copyIndex())]",
              copy: { name: 'm', count: 800 },
            },
          ],
        }),
      ],
    },
  ],
  ['a function that calls itself', { functions: recursive, outputs: { o: { type: 'int', value: '[n.f(1)]' } } }],
  [
    'many large bodies',
    {
      variables: { big: '[range(0, 10000)]' },
      resources: [
        account("[format('a{0}', copyIndex())]", {
          copy: { name: 'l', count: 800 },
          properties: { x: "[map(variables('big'), lambda('i', lambdaVariables('i')))]" },
        }),
      ],
    },
  ],
  [
    'a loop over a resource with a hundred thousand properties',
    {
      resources: [
        {
          ...Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`p${index}`, 1])),
          ...account("[format('a{0}', copyIndex())]", { copy: { name: 'l', count: 800 } }),
        },
      ],
    },
  ],
  [
    'one loop named a hundred thousand times',
    {
      resources: [
        account("[format('a{0}', copyIndex())]", { copy: { name: 'l', count: 700 } }),
        account('b', { dependsOn: Array.from({ length: 100_000 }, () => 'l') }),
      ],
    },
  ],
]

test.each(templates)('is refused in bounded time: %s', (_name, template) => {
  expect(() => plan(template)).toThrow(ArmError)
})

test('a hundred thousand values are looked up among as many allowed ones', () => {
  const allowedValues = Array.from({ length: 100_000 }, (_, index) => `v${index}`)
  const made = plan({ parameters: { p: { type: 'array', allowedValues } } }, { p: { value: allowedValues } })
  expect(made.steps).toEqual([])
})

test('what is shared is not multiplied: one large value in many places is small until it is written out', () => {
  const made = plan({
    variables: { big: { list: '[range(0, 10000)]', none: null } },
    resources: [
      account("[format('a{0}', copyIndex())]", {
        copy: { name: 'l', count: 50 },
        properties: { x: "[variables('big')]" },
      }),
    ],
  })
  expect(made.steps).toHaveLength(50)
})

test('eight hundred resources that all wait for each other in a row are put in order', () => {
  const made = plan({
    resources: Array.from({ length: 800 }, (_, index) =>
      account(`a${index}`, index === 799 ? {} : { dependsOn: [`a${index + 1}`] }),
    ),
  })
  expect([made.steps[0]?.name, made.steps.at(-1)?.name]).toEqual(['a799', 'a0'])
})

test('names that JavaScript knows are names like any other', () => {
  const odd = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "toString": "[add(1, 1)]"}') as JsonObject
  const parameters = JSON.parse('{"__proto__": {"type": "string", "defaultValue": "p"}}') as JsonObject
  const made = plan({
    parameters,
    variables: odd,
    resources: [account('a', { properties: odd })],
    outputs: JSON.parse(`{"__proto__": {"type": "int", "value": "[variables('constructor')]"}}`) as JsonObject,
  })
  const rendered = made.steps[0]?.render(() => undefined)
  expect(JSON.stringify(rendered)).toBe(
    '{"body":{"properties":{"__proto__":{"polluted":true},"constructor":1,"toString":2}}}',
  )
  expect(JSON.stringify(made.outputs(() => undefined))).toBe('{"values":{"__proto__":{"type":"Int","value":1}}}')
  expect(() => plan({ outputs: { o: { type: 'string', value: "[parameters('constructor')]" } } })).toThrow(
    "no parameter 'constructor'",
  )
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('what costs much only once an answer is there is bounded for each body', () => {
  const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/there'
  const each = (inner: string) => `length(map(range(0, 9999), lambda('x', ${inner})))`
  const heavy = `[string(${each(`add(length(reference('${id}', '2019-06-01').sku.name), lambdaVariables('x'))`)})]`
  const made = plan({ resources: [account('stnew', { tags: { a: heavy } })] })
  const [step] = made.steps
  expect(step?.render(() => undefined)).toMatchObject({ missing: [{ kind: 'reference', id }] })
  expect(() => step?.render(() => ({ properties: { sku: { name: 'x' } } }))).toThrow(
    'takes more work to evaluate than is allowed',
  )
})
