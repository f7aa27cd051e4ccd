import { describe, expect, test } from 'vitest'
import { outputsOf, plan, refusalOf } from '../../test/support/template-plans.ts'
import type { Json } from '../base/json.ts'
import type { JsonObject } from './json-values.ts'

describe('parameters', () => {
  const declared = (parameters: JsonObject, more: JsonObject = {}) => ({ parameters, ...more })

  test('all faults are told at once, each with what would do', () => {
    const template = declared({
      name: { type: 'string', maxLength: 3 },
      size: { type: 'String', allowedValues: ['small', 'large'] },
      count: { type: 'Int', maxValue: 10 },
      needed: { type: 'object' },
      secret: { type: 'securestring', minLength: 20 },
    })
    const { code, status, detail } = refusalOf(() =>
      plan(template, {
        name: { value: 'long' },
        size: { value: 'medium' },
        count: { value: 11 },
        secret: { value: 'hidden' },
        other: { value: 1 },
      }),
    )
    expect({ code, status }).toEqual({ code: 'InvalidTemplate', status: 400 })
    expect(detail.details?.map(({ message }) => message)).toEqual([
      "The parameter 'name' has 4 characters; at most 3 fit.",
      `The value "medium" is not one of those allowed for the parameter 'size': "small", "large".`,
      "The parameter 'count' is 11; the most is 10.",
      "The parameter 'secret' has 6 characters; it needs at least 20.",
      "The template has no parameter 'other'. It has 'name', 'size', 'count', 'needed', 'secret'.",
      "The parameter 'needed' (Object) has no value: it has no default and must be given.",
    ])
    expect(JSON.stringify(detail)).not.toContain('hidden')
  })

  test.each<[JsonObject, Json, string]>([
    [{ type: 'int' }, '3', 'takes an integer, not a string'],
    [{ type: 'bool' }, 'true', 'takes a boolean, not a string'],
    [{ type: 'array' }, {}, 'takes an array, not an object'],
    [{ type: 'secureObject' }, 'x', 'takes an object, not a string'],
    [{ type: 'String' }, null, 'takes a string, not null'],
    [{ type: 'securestring', allowedValues: ['a'] }, 'hidden', 'The value is not one of those allowed'],
    [{ type: 'number' }, 1, 'needs a type: String, SecureString'],
  ])('%j does not take %j', (declaration, value, reason) => {
    expect(refusalOf(() => plan(declared({ p: declaration }), { P: { value } })).message).toContain(reason)
  })

  test('CI-83: a name may have dots in it', () => {
    const made = plan(
      declared(
        { 'creationScript.location': { type: 'string' } },
        {
          outputs: { at: { type: 'string', value: "[parameters('CreationScript.Location')]" } },
        },
      ),
      { 'creationScript.location': { value: 'Users/admin/testscript.sh' } },
    )
    expect(outputsOf(made)).toEqual({ at: { type: 'String', value: 'Users/admin/testscript.sh' } })
  })

  test('an allowed value may be spelled in another case', () => {
    const made = plan(declared({ p: { type: 'string', allowedValues: ['EastUS'] } }), { p: { value: 'eastus' } })
    expect(made.parameters).toEqual({ p: { type: 'String', value: 'eastus' } })
  })

  test('a reference into a key vault is refused by name', () => {
    const parameters = { p: { reference: { keyVault: { id: 'x' }, secretName: 'y' } } }
    expect(refusalOf(() => plan(declared({ p: { type: 'string' } }), parameters)).message).toContain('key vault')
  })

  test('defaults are evaluated when they are used, and name each other in any order and case', () => {
    const made = plan(
      declared(
        {
          full: { type: 'string', defaultValue: "[concat(parameters('FIRST'), '-', resourceGroup().location)]" },
          first: { type: 'string', defaultValue: 'a' },
          linked: { type: 'string', defaultValue: '[deployment().properties.templateLink.uri]' },
          nothing: { type: 'string', nullable: true },
          secret: { type: 'securestring' },
        },
        { outputs: { out: { type: 'string', value: "[parameters('full')]" } } },
      ),
      { secret: { value: 'hidden' } },
    )
    expect(outputsOf(made)).toEqual({ out: { type: 'String', value: 'a-eastus' } })
    expect(made.parameters).toEqual({
      full: { type: 'String', value: 'a-eastus' },
      first: { type: 'String', value: 'a' },
      linked: { type: 'String' },
      nothing: { type: 'String', value: null },
      secret: { type: 'SecureString' },
    })
  })

  test('a default that refers to itself, breaks its own limits or asks for variables is refused', () => {
    const out = { outputs: { o: { type: 'string', value: "[parameters('p')]" } } }
    const refused = (defaultValue: string) =>
      refusalOf(() => plan(declared({ p: { type: 'string', defaultValue, maxLength: 3 } }, out))).message
    expect(refused("[parameters('p')]")).toContain('refers to itself')
    expect(refused('long')).toContain('at most 3 fit')
    expect(refused("[variables('x')]")).toContain("cannot be used in a parameter's default value")
  })

  test('time and chance stand in defaults alone, and are the same at each planning', () => {
    const template = declared(
      {
        now: { type: 'string', defaultValue: "[utcNow('yyyy-MM-dd')]" },
        one: { type: 'string', defaultValue: '[newGuid()]' },
        two: { type: 'string', defaultValue: '[newGuid()]' },
      },
      { outputs: {} },
    )
    const { parameters } = plan(template)
    expect(parameters['now']?.value).toBe('2026-11-21')
    expect(parameters['one']?.value).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(parameters['one']?.value).not.toBe(parameters['two']?.value)
    expect(plan(template).parameters).toEqual(parameters)
    const outside = refusalOf(() => plan({ outputs: { o: { type: 'string', value: '[utcNow()]' } } }))
    expect(outside.message).toContain("can be used only in a parameter's default value")
  })
})
