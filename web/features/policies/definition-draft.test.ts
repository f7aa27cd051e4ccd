import { expect, test } from 'vitest'
import { definitionName, definitionProperties, exampleRule } from './definition-draft.ts'

test('a rule may be written bare, with its properties, or as a whole file', () => {
  // biome-ignore lint/suspicious/noThenProperty: it is how a rule is written
  const policyRule = { if: { field: 'type', equals: 'x' }, then: { effect: 'deny' } }
  const expected = { displayName: 'Night', policyRule }
  expect(definitionProperties('Night', JSON.stringify(policyRule))).toEqual(expected)
  expect(definitionProperties('Night', JSON.stringify({ policyRule }))).toEqual(expected)
  expect(definitionProperties('Night', JSON.stringify({ properties: { policyRule } }))).toEqual(expected)
  expect(definitionProperties('Night', exampleRule)).toHaveProperty('policyRule.then')
})

test('a name is made of the title', () => {
  expect(definitionName('  Stop at Night! ')).toBe('stop-at-night')
  expect(definitionName('<>')).toBe('')
})
