import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { dueScripts } from './set-up.ts'
import { readRuns, type ScriptRun, writeRuns } from './set-up-record.ts'
import type { NodeScript, ScriptKind, SetupRequest } from './set-up-request.ts'

const folder = mkdtempSync(join(tmpdir(), 'carrel-runs-'))
afterAll(() => rmSync(folder, { recursive: true }))

const script: NodeScript = { content: '', digest: 'sha256:0', arguments: [], folder: '/', timeoutMs: 1000 }
const both = { creation: script, startup: script }

function request(runs: [number, number], more: Partial<SetupRequest> = {}): SetupRequest {
  const asked = { creation: runs[0], startup: runs[1] }
  const logFolder = { root: '/', names: [] }
  return { runs: asked, scripts: both, environment: {}, links: {}, logFolder, isSettled: false, ...more }
}

function ran(run: number, more: Partial<ScriptRun> = {}): ScriptRun {
  return { run, bootId: 'one', digest: 'sha256:0', state: 'succeeded', startedAt: 1, ...more }
}

const settled = { isSettled: true }
const failed = { state: 'failed', reason: 'ExitCode' } as const

describe('CI-87: what is due', () => {
  test.each<[string, SetupRequest, Partial<Record<ScriptKind, ScriptRun>>, ScriptKind[]]>([
    ['the first time', request([1, 0]), {}, ['creation', 'startup']],
    ['after both ran in this boot', request([1, 0]), { creation: ran(1), startup: ran(0) }, []],
    ['in the next boot', request([1, 0]), { creation: ran(1), startup: ran(0, { bootId: 'none' }) }, ['startup']],
    ['after the creation script failed', request([1, 0]), { creation: ran(1, failed) }, []],
    ['when it is asked for again', request([2, 0], settled), { creation: ran(1, failed) }, ['creation', 'startup']],
    ['after the start-up script failed', request([1, 0]), { creation: ran(1), startup: ran(0, failed) }, []],
    ['when that is asked for again', request([1, 1], settled), { creation: ran(1), startup: ran(0) }, ['startup']],
    ['when scripts come to a node that is up', request([0, 0], settled), {}, []],
    [
      'when the one that failed is taken away',
      request([1, 0], { scripts: { startup: script } }),
      { creation: ran(1, failed) },
      ['startup'],
    ],
    ['without scripts', request([1, 0], { scripts: {} }), {}, []],
  ])('%s', (_, asked, runs, due) => {
    expect(dueScripts(asked, runs, 'one')).toEqual(due)
  })
})

describe('the record', () => {
  test('of a script whose supervisor is gone says that it was cut off', () => {
    const path = join(folder, 'runs.json')
    writeRuns(path, { creation: ran(1, { state: 'running' }), startup: ran(0) })
    expect(readRuns(path)).toEqual({
      creation: ran(1, { state: 'failed', reason: 'Interrupted', endedAt: 1 }),
      startup: ran(0),
    })
  })

  test('that is not there or spoilt keeps no node from starting', () => {
    expect(readRuns(join(folder, 'absent', 'runs.json'))).toEqual({})
    writeFileSync(join(folder, 'spoilt.json'), '{"creation":')
    expect(readRuns(join(folder, 'spoilt.json'))).toEqual({})
  })
})
