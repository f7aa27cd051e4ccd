import { expect, test } from 'vitest'
import { plainLine } from './plain-line.ts'

const esc = '\u001b'
const bel = '\u0007'

test.each([
  ['colours', `${esc}[1;31mred${esc}[0m`, 'red'],
  ['a title', `${esc}]0;mine${bel}text`, 'text'],
  [
    'a link that ends as the standard has it',
    `see ${esc}]8;;https://example.org${esc}\\here${esc}]8;;${esc}\\ now`,
    'see here now',
  ],
  ['a link that ends with a bell', `${esc}]8;;https://example.org${bel}here${esc}]8;;${bel}`, 'here'],
  ['a title that colours cut off', `${esc}]0;mine${esc}[31mred`, 'red'],
  ['a title without an end', `text${esc}]0;mine`, 'text'],
  ['a string for the terminal', `${esc}P1;2q#0${esc}\\text${esc}_hidden${esc}\\`, 'text'],
  ['what is written over', '10%\r100%', '100%'],
  ['an escape at the end', `text${esc}`, 'text'],
  ['a turned direction', '\u202eabc', '⟨U+202E⟩abc'],
  ['markup', '<b onclick="x()">a</b>', '<b onclick="x()">a</b>'],
])('of %s, what is to be read stays', (_, line, text) => {
  expect(plainLine(line)).toBe(text)
})
