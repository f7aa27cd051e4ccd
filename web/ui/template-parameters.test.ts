import { describe, expect, test } from 'vitest'
import { parameterFault, parametersOf, readParameterFile, writeParameters } from './template-parameters.ts'

const parameters = parametersOf({
  parameters: {
    name: { type: 'string', metadata: { description: 'What it is called' } },
    size: { type: 'string', allowedValues: ['small', 'large'], defaultValue: 'small' },
    count: { type: 'int', defaultValue: 2 },
    isOpen: { type: 'bool', defaultValue: false },
    password: { type: 'securestring', defaultValue: 'not shown' },
    tags: { type: 'object' },
    zones: { type: 'Array' },
  },
})
const named = (name: string) => {
  const found = parameters.find((each) => each.name === name)
  if (found === undefined) throw new Error(name)
  return found
}

describe('the parameters of a template', () => {
  test('become fields of their kinds, and the default of a secure one is not shown', () => {
    expect(parameters.map(({ name, kind, shownDefault }) => [name, kind, shownDefault])).toEqual([
      ['name', 'text', ''],
      ['size', 'text', 'small'],
      ['count', 'number', '2'],
      ['isOpen', 'truth', 'false'],
      ['password', 'secret', ''],
      ['tags', 'json', ''],
      ['zones', 'json', ''],
    ])
  })

  test.each([
    ['name', '', 'Give a value.'],
    ['size', '', undefined],
    ['count', '2.5', 'Give a whole number.'],
    ['tags', '[]', 'Give an object: {…}.'],
    ['tags', '{', 'This is not JSON.'],
    ['zones', '{}', 'Give a list: […].'],
    ['zones', '[1]', undefined],
  ])('%s given %j: %j', (name, text, fault) => {
    expect(parameterFault(named(name), text)).toBe(fault)
  })

  test('are written by their types, and those left empty keep their defaults', () => {
    const given = new Map([
      ['name', '7'],
      ['count', '7'],
      ['isOpen', 'false'],
      ['tags', '{"a":1}'],
      ['size', ''],
    ])
    expect(writeParameters(parameters, given)).toEqual({
      name: { value: '7' },
      count: { value: 7 },
      isOpen: { value: false },
      tags: { value: { a: 1 } },
    })
  })

  test('come from a file with its schema or without', () => {
    const inner = { name: { value: 'a' }, count: { value: 3 }, secret: { reference: {} } }
    const read = new Map([
      ['name', 'a'],
      ['count', '3'],
    ])
    expect(readParameterFile({ $schema: 's', parameters: inner })).toEqual(read)
    expect(readParameterFile(inner)).toEqual(read)
  })
})
