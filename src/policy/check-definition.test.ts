import { describe, expect, test } from 'vitest'
import { checkDefinition } from './check-definition.ts'

const computes = 'Microsoft.MachineLearningServices/workspaces/computes'
const always = { field: 'name', exists: true }

function faultsOf(condition: unknown, then: unknown = { effect: 'deny' }, parameters = {}): string[] {
  try {
    // biome-ignore lint/suspicious/noThenProperty: a rule is written so
    checkDefinition({ mode: 'All', parameters, policyRule: { if: condition as never, then: then as never } })
    return []
  } catch (error) {
    const { details } = (error as { detail: { details: { target: string; message: string }[] } }).detail
    return details.map(({ target, message }) => `${target} | ${message}`)
  }
}

describe('a definition is refused', () => {
  test.each<[string, unknown, unknown, RegExp]>([
    [
      'an unknown alias, naming those near it',
      { field: `${computes}/schedule`, exists: false },
      undefined,
      /computes\/schedules'/,
    ],
    ['a member that is no field', { field: 'colour', exists: false }, undefined, /no field or alias 'colour'/],
    ['two operators', { field: 'name', equals: 'a', like: 'b' }, undefined, /exactly one operator/],
    ['no operator', { field: 'name' }, undefined, /exactly one operator/],
    ['an unknown operator', { field: 'name', startsWith: 'b' }, undefined, /exactly one operator/],
    ['what belongs to nothing', { field: 'name', equals: 'a', note: 'b' }, undefined, /'note' does not belong/],
    ['exists with a word', { field: 'name', exists: 'maybe' }, undefined, /true or false/],
    ['in without a list', { field: 'name', in: 'a' }, undefined, /must be a list/],
    [
      'a count of what is no list',
      { count: { field: `${computes}/vmSize` }, equals: 1 },
      undefined,
      /ends in '\[\*\]'/,
    ],
    ['an unknown function', { value: "[shell('rm')]", equals: 1 }, undefined, /no function 'shell'/],
    ['an unknown parameter', { value: "[parameters('x')]", equals: 1 }, undefined, /no parameter 'x'/],
    [
      'an unknown alias in a function',
      { value: "[field('a/b/c')]", equals: 1 },
      undefined,
      /no field or alias 'a\/b\/c'/,
    ],
    ['an expression that cannot be read', { value: "[concat('a']", equals: 1 }, undefined, /column/],
    ['deployIfNotExists, by name', always, { effect: 'DeployIfNotExists' }, /'DeployIfNotExists' is not offered/],
    ['what is no effect', always, { effect: 'explode' }, /no effect/],
    ['append without details', always, { effect: 'append' }, /at least one element/],
    [
      'append to what is read-only',
      always,
      { effect: 'append', details: [{ field: 'id', value: 1 }] },
      /cannot be changed/,
    ],
    [
      'modify of what only the server says',
      always,
      {
        effect: 'modify',
        details: { operations: [{ operation: 'add', field: `${computes}/computeLocation`, value: 'x' }] },
      },
      /cannot be changed/,
    ],
    [
      'modify of whom a role is given to',
      always,
      {
        effect: 'modify',
        details: {
          operations: [
            { operation: 'addOrReplace', field: 'Microsoft.Authorization/roleAssignments/principalId', value: 'x' },
          ],
        },
      },
      /cannot be changed/,
    ],
    [
      'an operation that there is not',
      always,
      { effect: 'modify', details: { operations: [{ operation: 'erase', field: 'tags.a' }] } },
      /one of add, addOrReplace, remove/,
    ],
    ['auditIfNotExists of nothing', always, { effect: 'auditIfNotExists', details: {} }, /name the type/],
    ['denyAction of another action', always, { effect: 'denyAction', details: { actionNames: ['write'] } }, /delete/],
  ])('for %s', (_, condition, then, expected) => {
    expect(faultsOf(condition, then).join('\n')).toMatch(expected)
  })

  test('with every fault at once, each with its place', () => {
    const faults = faultsOf({ allOf: [{ field: 'colour', exists: true }, { anyOf: [{ field: 'name', in: 'a' }] }] })
    expect(faults.map((each) => each.split(' | ')[0])).toEqual([
      'properties.policyRule.if.allOf[0].field',
      'properties.policyRule.if.allOf[1].anyOf[0].in',
    ])
  })

  test('for parameters that contradict themselves', () => {
    const parameters = {
      a: { type: 'Text' },
      b: { type: 'String', allowedValues: ['x'], defaultValue: 'y' },
      c: { type: 'Integer', defaultValue: '1' },
    }
    expect(faultsOf(always, undefined, parameters)).toHaveLength(3)
  })

  test('for being deeper or longer than a rule may be', () => {
    let deep: unknown = always
    for (let level = 0; level < 30; level++) deep = { not: deep }
    expect(faultsOf(deep).join()).toMatch(/more than 20 levels/)
    expect(faultsOf({ anyOf: Array.from({ length: 600 }, () => always) }).join()).toMatch(/at most 500 conditions/)
  })
})

test('a definition whose effect is its parameter is taken', () => {
  const effect = { type: 'String', defaultValue: 'Audit', allowedValues: ['Audit', 'DeployIfNotExists'] }
  expect(faultsOf(always, { effect: "[parameters('EFFECT')]" }, { effect })).toEqual([])
})
