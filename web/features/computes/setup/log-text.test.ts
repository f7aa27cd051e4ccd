import { expect, test } from 'vitest'
import { foundIn, linesIn, mostLines } from './log-text.ts'

const escapeCode = String.fromCharCode(27)

test('CI-85: a log is lines without colours, titles and bells, and what was written over is what it became', () => {
  const log = `${escapeCode}[31mred${escapeCode}[0m\r\n${escapeCode}]0;title\u0007done 10%\rdone 100%\n\tend\u0000\n`
  expect(linesIn(log)).toEqual([
    { number: 1, text: 'red' },
    { number: 2, text: 'done 100%' },
    { number: 3, text: '\tend' },
  ])
  expect(linesIn('')).toEqual([])
})

test('looking for words finds lines in any case and keeps their numbers', () => {
  const lines = linesIn('one\nTwo\nthree two\n')
  expect(foundIn(lines, ' two ').map(({ number }) => number)).toEqual([2, 3])
  expect(foundIn(linesIn('x\n'.repeat(mostLines + 2)), '').at(0)?.number).toBe(3)
})
