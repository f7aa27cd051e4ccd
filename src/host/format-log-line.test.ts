import { expect, test } from 'vitest'
import { formatLogLine } from './format-log-line.ts'

test('a structured line shows time, level, process, message and what else it carries', () => {
  const line = JSON.stringify({ level: 40, time: 0, pid: 1, hostname: 'h', name: 'server', msg: 'slow', ms: 12 })
  expect(formatLogLine('server', line)).toBe('00:00:00.000 warn  server  slow ms=12')
})

test('an error shows its message, not its stack', () => {
  const line = JSON.stringify({ level: 50, time: 0, msg: 'failed', err: { message: 'no disk', stack: 'at x' } })
  expect(formatLogLine('gateway', line)).toBe('00:00:00.000 error gateway failed (no disk)')
})

test.each(['Error: boom', '{"cut off'])('what is no structured line comes out as it is: %s', (line) => {
  expect(formatLogLine('server', line)).toBe(`server: ${line}`)
})
