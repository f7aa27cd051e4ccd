import { expect, test } from 'vitest'
import { printableCell } from './printable-cell.ts'
import { fieldsText, tableText } from './table.ts'

const titles = ['NAME', 'URL']

test('columns are as wide as what is in them, and no line ends in spaces', () => {
  expect(tableText({ titles, rows: [['desk', '']] }, undefined)).toBe('NAME  URL\ndesk\n')
})

test('what does not fit the terminal is cut at the widest column', () => {
  const rows = [['desk', 'http://desk-lab.localhost:8444/lab']]
  const text = tableText({ titles, rows }, 24)
  expect(text).toBe('NAME  URL\ndesk  http://desk-lab.l…\n')
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBe(24)
})

test('nothing is cut where there is no terminal', () => {
  expect(tableText({ titles, rows: [['desk', 'x'.repeat(500)]] }, undefined)).toContain('x'.repeat(500))
})

test('wide letters take two columns', () => {
  expect(
    tableText(
      {
        titles: ['NAME', 'X'],
        rows: [
          ['机器', 'a'],
          ['desk', 'b'],
        ],
      },
      undefined,
    ),
  ).toBe('NAME  X\n机器  a\ndesk  b\n')
})

test('fields stand one below the other', () => {
  expect(
    fieldsText([
      ['NAME', 'desk'],
      ['OWNER', 'ana'],
    ]),
  ).toBe('NAME   desk\nOWNER  ana\n')
})

test.each([
  ['\u001b[31mred\u001b[0m', '[31mred [0m'],
  ['a\r\nb', 'a b'],
  ['\u202egnp.exe', 'gnp.exe'],
  [null, ''],
  [undefined, ''],
  [0, '0'],
  [{ a: 1 }, '{"a":1}'],
])('%j is printed without anything a terminal would act on', (value, expected) => {
  expect(printableCell(value)).toBe(expected)
})
