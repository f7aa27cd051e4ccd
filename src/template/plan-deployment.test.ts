import { describe, expect, test } from 'vitest'
import { account, accountId, bodyOf, outputsOf, plan, refusalOf, waits } from '../../test/support/template-plans.ts'
import type { Json } from '../base/json.ts'
import type { JsonObject } from './json-values.ts'
import type { Need } from './need.ts'

describe('what is only known later', () => {
  const template = {
    resources: [
      account('later', {
        properties: {
          key: "[listKeys('a', '2021-04-01').keys[0].value]",
          where: "[reference(resourceId('Microsoft.Storage/storageAccounts', 'A')).primary]",
          full: "[reference('a', '2022-01-01', 'Full').location]",
          branch: "[if(equals(reference('a').primary, 'x'), reference('b').primary, 'none')]",
        },
      }),
      account('a'),
      account('b'),
    ],
    outputs: {
      one: { type: 'string', value: "[reference('a').primary]" },
      hidden: { type: 'securestring', value: "[listKeys('a', '2021-04-01').keys[0].value]" },
      off: { type: 'string', condition: "[equals(reference('a').primary, 'y')]", value: 'x' },
      all: { type: 'array', copy: { count: 2, input: "[concat(reference('a').primary, copyIndex())]" } },
    },
  }

  test('is asked for all at once, in order, and rendered when it is there', () => {
    const made = plan(template)
    expect(waits(made)).toEqual({ a: [], b: [], later: ['a', 'b'] })
    const later = made.steps.at(-1)
    const answered = new Map<string, Json>()
    const runtime = (need: Need) => answered.get(`${need.kind} ${need.id} ${need.apiVersion}`)
    const ask = () => {
      const rendered = later?.render(runtime)
      return rendered && 'missing' in rendered ? rendered.missing : rendered?.body
    }
    expect(ask()).toEqual([
      { kind: 'list', action: 'listKeys', id: accountId('a'), apiVersion: '2021-04-01', body: undefined },
      { kind: 'reference', id: accountId('a'), apiVersion: '2021-04-01' },
      { kind: 'reference', id: accountId('a'), apiVersion: '2022-01-01' },
    ])
    answered.set(`list ${accountId('a')} 2021-04-01`, { keys: [{ value: 'k' }] })
    answered.set(`reference ${accountId('a')} 2021-04-01`, { properties: { primary: 'x' } })
    answered.set(`reference ${accountId('a')} 2022-01-01`, { location: 'eastus', properties: {} })
    expect(ask()).toEqual([{ kind: 'reference', id: accountId('b'), apiVersion: '2021-04-01' }])
    answered.set(`reference ${accountId('b')} 2021-04-01`, { properties: { primary: 'z' } })
    expect(ask()).toEqual({ properties: { key: 'k', where: 'x', full: 'eastus', branch: 'z' } })
  })

  test('outputs: secure ones by type, those whose condition is false not at all', () => {
    const answers = { [accountId('a')]: { properties: { primary: 'x' }, keys: [{ value: 'k' }] } }
    const made = plan(template)
    expect(made.outputs(() => undefined)).toHaveProperty('missing')
    expect(outputsOf(made, answers)).toEqual({
      one: { type: 'String', value: 'x' },
      hidden: { type: 'SecureString' },
      all: { type: 'Array', value: ['x0', 'x1'] },
    })
  })

  test('an output of another type than declared is refused', () => {
    expect(refusalOf(() => plan({ outputs: { o: { type: 'int', value: 'x' } } })).message).toContain(
      'declared as Int and its value is a string',
    )
  })
})

test('how many outputs there are is known before anything is deployed', () => {
  const copy = { count: "[reference('x').n]", input: 'a' }
  const template = { resources: [account('x')], outputs: { all: { type: 'array', copy } } }
  expect(() => plan(template)).toThrow(/cannot hang on what is still to be deployed/)
})

describe('nested deployments', () => {
  const inner = {
    parameters: { p: { type: 'string' } },
    resources: [
      account("[concat(parameters('p'), 'x')]"),
      account("[concat('l', copyIndex())]", { copy: { name: 'l', count: 2 } }),
    ],
    outputs: { o: { type: 'string', value: '[[escaped]' } },
  }
  const nested = (more: JsonObject) => ({
    parameters: { p: { type: 'string', defaultValue: "[concat('[odd', ']')]" } },
    resources: [
      {
        type: 'Microsoft.Resources/deployments',
        apiVersion: '2021-04-01',
        name: 'n',
        properties: {
          mode: 'Incremental',
          parameters: { p: { value: "[parameters('p')]" }, q: { value: null } },
          template: inner,
          ...more,
        },
      },
      account('after', { properties: { x: "[reference('n').outputs.o.value]" } }),
    ],
  })

  test('the inner template stays as it is where it has its own scope', () => {
    const made = plan(nested({ expressionEvaluationOptions: { scope: 'Inner' } }))
    const { properties } = bodyOf(made.steps[0]) as { properties: JsonObject }
    expect(properties['template']).toEqual(inner)
    expect(properties['parameters']).toEqual({ p: { value: '[odd]' }, q: { value: null } })
    expect(waits(made)).toEqual({ n: [], after: ['n'] })
  })

  test('by default it is evaluated outside; its loops and its plain text stay, and no value becomes an expression', () => {
    const { properties } = bodyOf(plan(nested({})).steps[0]) as { properties: { template: typeof inner } }
    expect(properties.template.resources.map(({ name }) => name)).toEqual(['[odd]x', "[concat('l', copyIndex())]"])
    expect(properties.template.outputs.o.value).toBe('[[escaped]')
    const odd = plan({
      resources: [
        {
          type: 'Microsoft.Resources/deployments',
          apiVersion: '1',
          name: 'n',
          properties: { template: { a: "[concat('[x()', ']')]" } },
        },
      ],
    })
    expect(bodyOf(odd.steps[0])).toEqual({ properties: { template: { a: '[[x()]' } } })
  })
})

test('a nested template in a loop keeps what names a loop of its own', () => {
  const names = { a: '[copyIndex()]', b: "[add(copyIndex('Outer'), 1)]", c: "[copyIndex('own')]" }
  const made = plan({
    resources: [
      {
        type: 'Microsoft.Resources/deployments',
        apiVersion: '1',
        name: "[format('n{0}', copyIndex())]",
        copy: { name: 'outer', count: 2 },
        properties: { template: { variables: names } },
      },
    ],
  })
  expect(bodyOf(made.steps[1])).toEqual({
    properties: { template: { variables: { a: 1, b: 2, c: "[copyIndex('own')]" } } },
  })
})

test('a nested deployment into another group is found as if it stood in this one', () => {
  const elsewhere = {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '1',
    name: 'n',
    resourceGroup: 'other',
    properties: {},
  }
  const id = "resourceId('Microsoft.Resources/deployments', 'n')"
  const made = plan({
    resources: [
      account('a', { dependsOn: [`[${id}]`], properties: { x: `[reference(${id}).outputs.o.value]` } }),
      elsewhere,
    ],
  })
  expect(waits(made)).toEqual({ n: [], a: ['n'] })
  expect(made.steps[1]?.render(() => undefined)).toEqual({
    missing: [
      {
        kind: 'reference',
        id: '/subscriptions/s1/resourceGroups/other/providers/Microsoft.Resources/deployments/n',
        apiVersion: '1',
      },
    ],
  })
})

test('resources by symbolic name, existing ones among them', () => {
  const made = plan({
    languageVersion: '2.0',
    resources: {
      old: {
        existing: true,
        type: 'Microsoft.KeyVault/vaults',
        apiVersion: '2022-07-01',
        name: 'k',
        resourceGroup: 'keys',
      },
      one: account('a', { dependsOn: ['old'], properties: { uri: "[reference('old').vaultUri]" } }),
      many: account("[format('m{0}', copyIndex())]", { copy: { name: 'loop', count: 2 }, dependsOn: ['one'] }),
      last: account('z', { dependsOn: ['many', "[format('many[{0}]', 1)]"] }),
    },
  })
  expect(waits(made)).toEqual({ a: [], m0: ['a'], m1: ['a'], z: ['m0', 'm1'] })
  expect(made.steps[0]?.render(() => undefined)).toEqual({
    missing: [
      {
        kind: 'reference',
        id: '/subscriptions/s1/resourceGroups/keys/providers/Microsoft.KeyVault/vaults/k',
        apiVersion: '2022-07-01',
      },
    ],
  })
})

test('the hash is that of the template, whatever its case', () => {
  expect(plan({ outputs: {} }).templateHash).toMatch(/^\d+$/)
  expect(plan({ variables: { A: 1 } }).templateHash).toBe(plan({ variables: { a: 1 } }).templateHash)
  expect(plan({ variables: { A: 1 } }).templateHash).not.toBe(plan({ variables: { a: 2 } }).templateHash)
})
