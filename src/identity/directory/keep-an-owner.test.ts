import { expect, test } from 'vitest'
import { holders, type Lost, type Owners, without } from './keep-an-owner.ts'

const owners: Owners = {
  assigned: ['ana', 'staff', 'gone'],
  memberships: [
    { group_id: 'staff', member_id: 'inner', source: '' },
    { group_id: 'inner', member_id: 'ben', source: '' },
    { group_id: 'inner', member_id: 'off', source: '' },
    { group_id: 'inner', member_id: 'staff', source: '' },
    { group_id: 'others', member_id: 'cleo', source: '' },
  ],
  enabled: new Set(['ana', 'ben', 'cleo']),
}

test('Owners are those who can sign in and have the role, themselves or by groups in groups', () => {
  expect([...holders(owners)].toSorted()).toEqual(['ana', 'ben'])
  expect(holders({ ...owners, enabled: new Set() }).size).toBe(0)
})

test.each<[string, Lost, string[]]>([
  ['a person', { principal: 'ana' }, ['ben']],
  ['a member', { principal: 'ben' }, ['ana']],
  ['a group', { principal: 'staff' }, ['ana']],
  ['a group in between', { principal: 'inner' }, ['ana']],
  ['a membership', { group: 'inner', member: 'ben' }, ['ana']],
  ['a membership of a group', { group: 'staff', member: 'inner' }, ['ana']],
  ['somebody else', { principal: 'cleo' }, ['ana', 'ben']],
])('without %s those remain whom it does not concern', (_what, lost, expected) => {
  expect([...holders(without(owners, lost))].toSorted()).toEqual(expected)
})
