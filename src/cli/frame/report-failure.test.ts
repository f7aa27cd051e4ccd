import { CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { ApiError } from '../api-error.ts'
import { CliFailure } from './cli-failure.ts'
import { exitCodes } from './exit-codes.ts'
import { reportFailure } from './report-failure.ts'

function report(error: unknown): { code: number; text: string } {
  let text = ''
  const code = reportFailure(error, (more) => {
    text += more
  })
  return { code, text }
}

test.each([
  [400, 1],
  [401, 4],
  [403, 4],
  [404, 3],
  [409, 5],
  [412, 5],
  [429, 1],
  [500, 1],
])('an answer of %i ends with %i', (status, code) => {
  expect(report(new ApiError(status, { code: 'Some', message: 'It says.' }))).toEqual({
    code,
    text: 'carrel: It says. (Some)\n',
  })
})

test('the next step is told, of ours and of the API’s', () => {
  expect(report(new CliFailure('Not there.', 'look elsewhere', exitCodes.notFound))).toEqual({
    code: 3,
    text: 'carrel: Not there.\n  next: look elsewhere\n',
  })
  expect(report(new ApiError(409, { code: 'C', message: 'M.', nextStep: 'wait' })).text).toContain('next: wait\n')
})

test('bad usage was told by the parser; asking for help is none', () => {
  expect(report(new CommanderError(1, 'commander.unknownOption', 'x'))).toEqual({ code: 2, text: '' })
  expect(report(new CommanderError(0, 'commander.helpDisplayed', 'x'))).toEqual({ code: 0, text: '' })
})

test('words of a server cannot act on the terminal', () => {
  expect(report(new ApiError(400, { code: 'C', message: 'a\u001b]0;owned\u0007b' })).text).toBe(
    'carrel: a?]0;owned?b (C)\n',
  )
})
