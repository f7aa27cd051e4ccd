import { describe, expect, test } from 'vitest'
import { group, outputsOf, plan, refusalOf } from '../../test/support/template-plans.ts'

describe('variables', () => {
  test('are found in any case, evaluated once, and not at all when unused', () => {
    const made = plan({
      variables: {
        vnetID: "[resourceId('Microsoft.Network/virtualNetworks', 'v')]",
        subnet: "[concat(variables('vnetId'), '/subnets/', 's')]",
        broken: '[nonsense()]',
        copy: [{ name: 'names', count: 3, input: "[concat('n', copyIndex('names', 1))]" }],
        nested: { copy: [{ name: 'list', count: 2, input: { at: "[copyIndex('list')]" } }], other: true },
      },
      outputs: {
        subnet: { type: 'string', value: "[variables('SUBNET')]" },
        names: { type: 'array', value: "[variables('names')]" },
        nested: { type: 'object', value: "[variables('nested')]" },
      },
    })
    expect(outputsOf(made)).toEqual({
      subnet: { type: 'String', value: `${group}/providers/Microsoft.Network/virtualNetworks/v/subnets/s` },
      names: { type: 'Array', value: ['n1', 'n2', 'n3'] },
      nested: { type: 'Object', value: { list: [{ at: 0 }, { at: 1 }], other: true } },
    })
  })

  test('that refer to each other in a circle, or do not exist, are refused', () => {
    const template = { variables: { a: "[variables('b')]", b: "[variables('a')]" } }
    const out = (name: string) => ({ outputs: { o: { type: 'string', value: `[variables('${name}')]` } } })
    expect(refusalOf(() => plan({ ...template, ...out('a') })).message).toContain('refers to itself')
    expect(refusalOf(() => plan({ ...template, ...out('c') })).message).toContain("finds no variable 'c'")
  })
})

test('functions of the template see their arguments and each other', () => {
  const functions = [
    {
      namespace: 'contoso',
      members: {
        name: {
          parameters: [{ name: 'p', type: 'string' }],
          output: { type: 'string', value: "[concat('x', toLower(parameters('P')))]" },
        },
        twice: {
          parameters: [{ name: 'p', type: 'string' }],
          output: { type: 'string', value: "[concat(contoso.name(parameters('p')), '2')]" },
        },
        nosy: { parameters: [], output: { type: 'string', value: "[variables('v')]" } },
      },
    },
  ]
  const out = (value: string) => plan({ functions, variables: { v: 1 }, outputs: { o: { type: 'string', value } } })
  expect(outputsOf(out("[Contoso.Twice('AB')]"))).toEqual({ o: { type: 'String', value: 'xab2' } })
  expect(refusalOf(() => out('[contoso.name(1)]')).message).toContain('argument 1 to be of type String')
  expect(refusalOf(() => out('[contoso.nosy()]')).message).toContain(
    "The function 'variables' is not one of those offered",
  )
})
