import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { CliFailure } from '../frame/cli-failure.ts'
import { type Format, render, type Shown } from './render.ts'

const value = [
  { name: 'desk', state: 'Running' },
  { name: 'lab\twith\nbreaks', state: null },
]
const shown: Shown = {
  value,
  titles: ['NAME', 'STATE'],
  rows: value.map(({ name, state }) => [name, state]),
  isOne: false,
  empty: 'None.',
}
const as = (format: Format, query?: string, what = shown) => render(what, { format, query, width: undefined })

describe('an answer', () => {
  test('is a table whose cells hold no line ends', () => {
    expect(as('table')).toBe('NAME             STATE\ndesk             Running\nlab with breaks\n')
  })

  test('is rows of values between tabs', () => {
    expect(as('tsv')).toBe('desk\tRunning\nlab with breaks\t\n')
  })

  test('is the documents themselves in JSON and YAML', () => {
    expect(JSON.parse(as('json'))).toEqual(value)
    expect(as('yaml')).toMatch(/^- name: desk\n {2}state: Running\n/)
    expect(parse(as('yaml'))).toEqual(value)
  })

  test('that is empty says what to do, to people alone', () => {
    const none = { ...shown, value: [], rows: [] }
    expect(as('table', undefined, none)).toBe('None.\n')
    expect(as('tsv', undefined, none)).toBe('')
    expect(as('json', undefined, none)).toBe('[]\n')
  })

  test('of one thing is its fields, without those it has not', () => {
    const one = {
      ...shown,
      value: value[0],
      titles: ['NAME', 'NOTE', 'STATE'],
      rows: [['desk', null, 'Running']],
      isOne: true,
    }
    expect(as('table', undefined, one)).toBe('NAME   desk\nSTATE  Running\n')
  })
})

describe('a query', () => {
  test.each([
    ['[].name', 'desk\nlab with breaks\n'],
    ['[0].state', 'Running\n'],
    ['[].{n:name}', 'n\ndesk\nlab with breaks\n'],
    ['[].[name,state]', 'desk  Running\nlab with breaks  \n'],
    ['length(@)', '2\n'],
    ["[?name=='nobody']", ''],
    ['[9].name', ''],
  ])('%s prints what it finds', (query, expected) => {
    expect(as('table', query)).toBe(expected)
  })

  test('goes before the format', () => {
    expect(as('json', '[0]')).toBe('{\n  "name": "desk",\n  "state": "Running"\n}\n')
    expect(as('tsv', '[].[name,state]')).toBe('desk\tRunning\nlab with breaks\t\n')
  })

  test('that is none is bad usage', () => {
    expect(() => as('table', '[?')).toThrow(CliFailure)
    expect(() => as('table', 'no_such_function(@)')).toThrow(CliFailure)
  })
})
