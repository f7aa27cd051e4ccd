import { expect, test } from 'vitest'
import { propertyChanges } from './property-changes.ts'

test('members are compared at any depth, in any order', () => {
  const before = { tags: { a: '1', b: '2' }, properties: { size: 'small', inner: { on: true } } }
  const after = { properties: { inner: { on: false }, size: 'small', more: null }, tags: { b: '2', c: '3' } }
  expect(propertyChanges(before, after)).toEqual([
    { path: 'tags.a', propertyChangeType: 'Delete', before: '1' },
    { path: 'tags.c', propertyChangeType: 'Create', after: '3' },
    { path: 'properties.inner.on', propertyChangeType: 'Modify', before: true, after: false },
  ])
})

test('an array is one change with one for each element that differs', () => {
  const before = { rules: ['x', { name: 'a', on: true }, 'gone'] }
  const after = { rules: ['x', { name: 'a', on: false }] }
  expect(propertyChanges(before, after)).toEqual([
    {
      path: 'rules',
      propertyChangeType: 'Array',
      children: [
        {
          path: '1',
          propertyChangeType: 'Modify',
          children: [{ path: 'on', propertyChangeType: 'Modify', before: true, after: false }],
        },
        { path: '2', propertyChangeType: 'Delete', before: 'gone' },
      ],
    },
  ])
})

test('what is equal, whatever the order of its members, is no change', () => {
  expect(propertyChanges({ a: [{ b: 1, c: 2 }] }, { a: [{ c: 2, b: 1 }] })).toEqual([])
})

test('null and absent are the same', () => {
  expect(propertyChanges({ a: null }, {})).toEqual([])
})
