import { expect, test } from 'vitest'
import { policyIn } from './policy-file.ts'

const rule = 'if: { field: name, equals: x }\nthen: { effect: deny }'

test.each([
  ['a rule alone', rule, { policyRule: { if: { field: 'name', equals: 'x' } } }],
  ['its properties', '{"mode": "All", "policyRule": {}}', { mode: 'All' }],
  ['the whole document', '{"id": "/x", "properties": {"displayName": "X", "policyRule": {}}}', { displayName: 'X' }],
  ['a set', 'policyDefinitions: []', { policyDefinitions: [] }],
])('a file may hold %s', (_, text, expected) => {
  expect(policyIn(text, 'file')).toMatchObject(expected)
})

test.each(['[]', 'text', '{"mode": "All"}', '{'])('%s is refused', (text) => {
  expect(() => policyIn(text, 'file')).toThrow(expect.objectContaining({ exitCode: 2 }))
})
