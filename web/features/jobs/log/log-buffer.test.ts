import { expect, test } from 'vitest'
import { LogBuffer, longestLine, mostLines } from './log-buffer.ts'

const escapeCode = String.fromCharCode(27)
const bytes = (text: string) => new TextEncoder().encode(text)
const all = (log: LogBuffer) => Array.from({ length: log.length }, (_, index) => log.line(index))

function logOf(...pieces: readonly (string | Uint8Array)[]): LogBuffer {
  const log = new LogBuffer()
  for (const piece of pieces) log.append(typeof piece === 'string' ? bytes(piece) : piece)
  return log
}

test('BA-38: a log is the same lines wherever its pieces are cut, in a character, in a colour or in a line', () => {
  const text = `one\n한국어 ${escapeCode}[31mred${escapeCode}[0m\n${escapeCode}]0;title\u0007done 10%\rdone 100%\r\n<b>x</b>`
  const whole = all(logOf(text))
  expect(whole).toEqual(['one', '한국어 red', 'done 100%', '<b>x</b>'])
  const raw = bytes(text)
  for (let at = 1; at < raw.length; at++) expect(all(logOf(raw.slice(0, at), raw.slice(at)))).toEqual(whole)
})

test('a line reads in the order in which it was printed', () => {
  expect(all(logOf('a\u202ebc\n'))).toEqual(['a⟨U+202E⟩bc'])
})

test('a title that never ends takes its own line and no other', () => {
  expect(all(logOf(`${escapeCode}]0;never\nnext\n${escapeCode}`))).toEqual(['', 'next', ''])
})

test('a line without end goes on in the next, so that none is too long to lay out', () => {
  const log = logOf('x'.repeat(longestLine), 'y'.repeat(longestLine + 5))
  expect(all(log).map((line) => line.length)).toEqual([longestLine, longestLine, 5])
  expect(all(logOf(`${'z'.repeat(longestLine + 1)}\n`)).map((line) => line.length)).toEqual([longestLine, 1])
})

test('what is looked for is found in any case, also in what comes later and in the line that is not ended', () => {
  const log = logOf('Loss 1\nother\nLOSS 2\nlo')
  expect(log.find('loss')).toEqual([0, 2])
  log.append(bytes('ss 3'))
  expect(log.find('loss')).toEqual([0, 2, 3])
  expect(log.find('other')).toEqual([1])
  expect(log.find('')).toEqual([])
})

test('the oldest lines go when there are too many, and that is told', () => {
  const log = logOf('first\n')
  expect(log.isCutOff).toBe(false)
  log.append(bytes('x\n'.repeat(mostLines)))
  expect([log.length, log.isCutOff, log.line(0)]).toEqual([mostLines / 2, true, 'x'])
  expect(log.find('first')).toEqual([])
})
