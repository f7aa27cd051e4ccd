import { expect, test } from 'vitest'
import { changeTags } from './change-tags.ts'

const tags = { Team: 'vision', cost: '12' }

test('merge adds and changes, whatever the case of the names', () => {
  expect(changeTags(tags, 'merge', { team: 'speech', until: 'June' })).toEqual({
    cost: '12',
    team: 'speech',
    until: 'June',
  })
})

test('replace leaves only what is given', () => {
  expect(changeTags(tags, 'replace', { a: 'b' })).toEqual({ a: 'b' })
})

test('delete takes away what has the same name and value', () => {
  expect(changeTags(tags, 'delete', { team: 'vision', cost: '13', none: '' })).toEqual({ cost: '12' })
})

test('hostile names are only names', () => {
  const hostile = JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>
  const merged = changeTags({ a: 'b' }, 'merge', hostile)
  expect(Object.keys(merged).toSorted()).toEqual(['__proto__', 'a', 'constructor'].toSorted())
  expect(Object.getPrototypeOf(changeTags(hostile, 'delete', { a: 'b' }))).toBe(Object.prototype)
})
