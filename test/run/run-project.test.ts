import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runProject } from './run-project.ts'
import { countsOf, hasFailed } from './stage-result.ts'

const folder = join(import.meta.dirname, 'fixtures')
const run = (name: string) => runProject(name, { isLong: false, progress: () => {} }, folder)

test('a project’s tests are counted, with the reason of every skip and the whole of every failure', async () => {
  const result = await run('outcomes')
  expect(countsOf([result])).toBe('1 passed, 1 failed, 2 skipped')
  expect(result.skipped.map(({ reason }) => reason)).toEqual(['no such tool', 'no reason given'])
  expect(result.failures[0]?.title).toBe('outcomes.fixture.ts > fails')
  expect(result.failures[0]?.text).toMatch(/-\s+"size": 2,\n\+\s+"size": 1,/)
  expect(result.output).toContain('a word from a test')
})

test('a set-up that fails is a failure, and what it was for is skipped because of it', async () => {
  const result = await run('set-up')
  expect(result.failures.map(({ text }) => text)).toEqual([expect.stringContaining('nothing to stand on')])
  expect(result.skipped.map(({ reason }) => reason)).toEqual(['its set-up failed'])
})

test('of a test whose clean-up failed after it, both are told', async () => {
  const text = (await run('clean-up')).failures[0]?.text
  expect(text).toContain('first Error: what was tested broke')
  expect(text).toContain('then, while cleaning up, Error: what was cleaned up broke')
})

test.each([
  ['stray', 'left behind'],
  ['broken', 'this file does not load'],
  ['crash', 'exited unexpectedly'],
  ['none', 'No test files found'],
  ['no-such-project', 'no-such-project'],
])('the project "%s" has failed', async (name, text) => {
  const result = await run(name)
  expect(hasFailed([result])).toBe(true)
  expect(result.failures.map((failure) => failure.text).join('\n')).toContain(text)
})

test('the closing line names what was skipped only when something was', () => {
  const result = { passed: 3, failures: [], skipped: [], output: [] }
  expect(countsOf([result, result])).toBe('6 passed, 0 failed')
  expect(hasFailed([result])).toBe(false)
})
