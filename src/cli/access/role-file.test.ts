import { expect, test } from 'vitest'
import { CliFailure } from '../frame/cli-failure.ts'
import { parseRole } from './role-file.ts'

const permission = { actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }

test('a role is read as Azure’s command line takes it, in JSON or YAML', () => {
  const expected = {
    name: undefined,
    properties: { roleName: 'Watcher', description: 'sees', permissions: [permission], assignableScopes: ['/'] },
  }
  const json = '{"Name":"Watcher","IsCustom":true,"Description":"sees","Actions":["*/read"],"AssignableScopes":["/"]}'
  const yaml = 'name: Watcher\ndescription: sees\nactions:\n  - "*/read"\nassignableScopes: [/]\n'
  expect(parseRole(json, 'x')).toEqual(expected)
  expect(parseRole(yaml, 'x')).toEqual(expected)
})

test('a role is read as the API answers it', () => {
  const properties = { roleName: 'Watcher', description: '', permissions: [permission], assignableScopes: ['/'] }
  const name = '11111111-1111-4111-8111-111111111111'
  const document = { id: 'x', name, type: 'y', properties: { ...properties, type: 'CustomRole', createdOn: 'z' } }
  expect(parseRole(JSON.stringify(document), 'x')).toEqual({ name, properties })
})

test.each([
  ['{', /neither JSON nor YAML/],
  ['text', /describes no role/],
  ['{}', /describes no role at name/],
  ['{"Name":"x","Actions":"all"}', /describes no role at actions/],
  ['{"Name":"x","Action":["*"]}', /describes no role/],
])('%s is refused with what is wrong', (text, message) => {
  expect(() => parseRole(text, 'role.yaml')).toThrow(CliFailure)
  expect(() => parseRole(text, 'role.yaml')).toThrow(message)
})
