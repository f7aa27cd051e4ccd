import { expect, test } from 'vitest'
import { checkRows } from './check-rows.ts'
import { namedRows } from './named-rows.ts'
import type { RowResult } from './row-result.ts'
import { rowSection } from './row-section.ts'

const file = 'test/api/schedules.test.ts'
const result = (state: RowResult['state'], rows = ['CI-51']): RowResult => ({
  rows,
  file,
  title: 'CI-51: a fifth is refused, wherever it is asked for',
  state,
})

test('a title names rows one by one and as a range', () => {
  expect(namedRows('CI-08…11, BA-21 and (CI-C9): no CI-, ACI-7')).toEqual([
    'CI-08',
    'CI-09',
    'CI-10',
    'CI-11',
    'BA-21',
    'CI-C9',
  ])
})

test('a row says which test showed it, with what and on what', () => {
  expect(rowSection({ 'CI-51': { what: 'at most | 4' } }, [result('passed')])).toBe(
    [
      '| Row | What | Holds | Test | Client | Engine | Run |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      `| CI-51 | at most \\| 4 | yes | \`${file}\`: a fifth is refused, wherever it is asked for | HTTP | memory | passed |`,
    ].join('\n'),
  )
})

test('a row without a test that passed does not hold, and one that is not offered says why', () => {
  const rows = { 'CI-51': { what: 'at most 4' }, 'CI-53': { what: 'a form', offered: 'no', note: 'no pages' } } as const
  const section = rowSection(rows, [result('failed')])
  expect(section).toContain('| CI-51 | at most 4 | no test names it | – |')
  expect(section).toContain('| CI-53 | a form | *no*: no pages | – |')
})

test('after a run each line of the page must have been shown again, or skipped', () => {
  const section = rowSection({ 'CI-51': { what: 'at most 4' } }, [result('passed')])
  const outcome = (...results: RowResult[]) => {
    const { passed, failures, output } = checkRows(section, results)
    return [passed, failures.length, output.length]
  }
  expect(outcome(result('passed'))).toEqual([1, 0, 0])
  expect(outcome(result('skipped'))).toEqual([1, 0, 0])
  expect(outcome(result('passed'), result('failed'))).toEqual([0, 1, 0])
  expect(outcome()).toEqual([0, 1, 0])
  expect(outcome(result('passed', ['CI-51', 'CI-52']))).toEqual([1, 0, 1])
})
