import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { withKeptStatements } from './kept-statements.ts'

function opened() {
  const connection = withKeptStatements(new Database(':memory:'))
  connection.prepare('create table things (name text)').run([])
  return connection
}

test('a query is read once, however often it is asked', () => {
  const connection = opened()
  const insert = connection.prepare('insert into things values (?)')
  insert.run(['one'])
  connection.prepare('insert into things values (?)').run(['two'])
  expect(connection.prepare('insert into things values (?)')).toBe(insert)
  expect(connection.prepare('select name from things order by name').all([])).toEqual([
    { name: 'one' },
    { name: 'two' },
  ])
})

test('a query of a table that was altered answers its new columns', () => {
  const connection = opened()
  connection.prepare('insert into things values (?)').run(['one'])
  expect(connection.prepare('select * from things').all([])).toEqual([{ name: 'one' }])
  connection.prepare('alter table things add column size integer').run([])
  expect(connection.prepare('select * from things').all([])).toEqual([{ name: 'one', size: null }])
})

test('what is asked once does not stay', () => {
  const connection = opened()
  const first = connection.prepare('select 1')
  for (let index = 0; index < 500; index++) connection.prepare(`select ${index} as n`)
  expect(connection.prepare('select 1')).not.toBe(first)
})
