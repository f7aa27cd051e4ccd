import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { forgetOldRuns, type JobRun, readJobRuns, writeJobRun } from './job-record.ts'
import { parseJobRequest, requireJobId } from './job-request.ts'

const folder = mkdtempSync(join(tmpdir(), 'carrel-jobs-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (id: string, more: Partial<JobRun> = {}): JobRun => ({ id, bootId: 'one', state: 'running', ...more })

test('the record of a job whose node is gone says that it was cut off, and of one that had ended how', () => {
  const ended = run('ended', { state: 'ended', exitCode: 3, endedAt: 7 })
  writeJobRun(folder, ended)
  for (const state of ['preparing', 'prepared', 'running'] as const) writeJobRun(folder, run(state, { state }))
  writeFileSync(join(folder, 'spoilt.json'), '{"id":')
  const runs = readJobRuns(folder, 9)
  expect([...runs.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
    ended,
    ...['prepared', 'preparing', 'running'].map((id) => run(id, { state: 'ended', reason: 'Interrupted', endedAt: 9 })),
  ])
})

test('the oldest ends are forgotten, and nothing that has not ended', () => {
  const place = join(folder, 'many')
  const runs = readJobRuns(place, 0)
  for (let index = 0; index < 205; index++) {
    const one = run(`job-${index}`, index === 0 ? {} : { state: 'ended', endedAt: index })
    writeJobRun(place, one)
    runs.set(one.id, one)
  }
  forgetOldRuns(place, runs)
  expect([runs.size, readdirSync(place).length]).toEqual([201, 201])
  expect([runs.has('job-0'), runs.has('job-4'), runs.has('job-5')]).toEqual([true, false, true])
})

test.each(['', '../up', 'A', 'a/b', 'a'.repeat(81), 7])('%j names no job', (id) => {
  expect(() => requireJobId(id)).toThrow('no id of a job')
})

test('what is no job is refused', () => {
  expect(() => parseJobRequest('{"id":"a-1","timeoutMs":0}', false)).toThrow('not a job')
})

test('a folder whose place somebody else has taken holds no runs, and takes none', () => {
  const place = join(folder, 'taken')
  symlinkSync(join(folder, 'nowhere', 'at', 'all'), place)
  expect(readJobRuns(place, 0)).toEqual(new Map())
  expect(() => writeJobRun(place, run('a', { state: 'preparing' }))).toThrow('ENOENT')
})
