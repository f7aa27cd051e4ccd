import { describe, expect, test } from 'vitest'
import { record } from '../../test/support/records.ts'
import { TerminalError } from '../base/errors.ts'
import { settlementOf, settlementOfError } from './settlement.ts'

const now = 1_000_000
const failure = { generation: 3, error: { code: 'Old', message: 'old' }, nextStep: undefined }
const row = record({ generation: 3, observed: { seen: 1 }, attempts: 4 })

describe('what a reconcile answers', () => {
  test('converged: observed is true, nothing is due, an earlier failure is over', () => {
    const settled = settlementOf(record({ ...row, failure }), { observed: { seen: 2 } }, now)
    expect(settled).toEqual({
      at: now,
      observed: { seen: 2 },
      isConverged: true,
      failure: undefined,
      isGone: false,
      dueAt: undefined,
      attempts: 0,
      phases: undefined,
      changes: [],
      findings: [],
    })
  })

  test('under way: due again, not converged, and a failure of this generation stays told', () => {
    const settled = settlementOf(record({ ...row, failure }), { observed: {}, requeueAfterMs: 50 }, now)
    expect(settled).toMatchObject({ isConverged: false, dueAt: now + 50, attempts: 0, failure })
    const older = record({ ...row, failure: { ...failure, generation: 2 } })
    expect(settlementOf(older, { observed: {}, requeueAfterMs: 50 }, now).failure).toBeUndefined()
  })

  test('true already though looked at again: converged, and due', () => {
    const settled = settlementOf(record({ ...row, failure }), { observed: {}, requeueAfterMs: 50, isTrue: true }, now)
    expect(settled).toMatchObject({ isConverged: true, dueAt: now + 50, failure: undefined })
  })

  test('gone: the row goes and its parent is woken', () => {
    const settled = settlementOf(row, 'gone', now)
    expect(settled).toMatchObject({ isGone: true, isConverged: false, changes: [{ kind: 'wake', key: row.parentKey }] })
  })

  test('failed without losing what was seen: the failure is of the leased generation', () => {
    const broken = { code: 'Broken', message: 'broken', nextStep: 'mend it' }
    const settled = settlementOf(row, { observed: { seen: 2 }, failure: broken }, now)
    expect(settled).toMatchObject({
      observed: { seen: 2 },
      isConverged: false,
      dueAt: undefined,
      failure: { generation: 3, error: { code: 'Broken', message: 'broken' }, nextStep: 'mend it' },
    })
    expect(settlementOf(row, { observed: {}, failure: broken, requeueAfterMs: 7 }, now).dueAt).toBe(now + 7)
  })

  test('phases, changes and findings are passed on', () => {
    const more = {
      phases: [{ name: 'starting', startedAt: 1 }],
      changes: [{ kind: 'wake' as const, key: '/x' }],
      findings: [{ cause: 'Exited', message: 'It ended.' }],
    }
    expect(settlementOf(row, { observed: {}, ...more }, now)).toMatchObject(more)
    const failed = { observed: {}, failure: { code: 'Broken', message: '' }, ...more }
    expect(settlementOf(row, failed, now)).toMatchObject(more)
  })
})

describe('what a reconcile throws', () => {
  test('an error is tried again with backoff, keeps what was seen, and is told once', () => {
    const told = [0, 1, 2, 3, 4].map((attempts) => {
      const settled = settlementOfError(record({ ...row, attempts }), new Error('away'), now)
      expect(settled).toMatchObject({
        observed: { seen: 1 },
        isConverged: false,
        attempts: attempts + 1,
        failure: undefined,
      })
      expect(settled.dueAt).toBeGreaterThan(now)
      return settled.findings.length
    })
    expect(told).toEqual([0, 0, 1, 0, 0])
    const [finding] = settlementOfError(record({ ...row, attempts: 2 }), 'not an error', now).findings
    expect(finding).toEqual({ cause: 'Retrying', message: 'not an error', nextStep: 'Carrel goes on trying.' })
  })

  test('of a node it is told in the timeline of its fleet', () => {
    const node = record({
      ...row,
      id: '/things/one/nodes/0',
      type: 'carrel/nodes',
      parentKey: '/things/one',
      attempts: 2,
    })
    expect(settlementOfError(node, new Error('away'), now).findings).toMatchObject([
      { key: '/things/one', message: 'away' },
    ])
  })

  test('a failure that was told stays told while it is tried again', () => {
    expect(settlementOfError(record({ ...row, failure }), new Error('away'), now).failure).toEqual(failure)
  })

  test('what can never work fails now, waits for the next change, and wakes whoever waits for it', () => {
    const settled = settlementOfError(row, new TerminalError('NoImage', 'none', { nextStep: 'build it' }), now)
    expect(settled).toMatchObject({
      observed: { seen: 1 },
      failure: { generation: 3, error: { code: 'NoImage', message: 'none' }, nextStep: 'build it' },
      dueAt: undefined,
      attempts: 0,
      changes: [{ kind: 'wake', key: row.parentKey }],
    })
  })

  test('but a deletion is tried again whatever it meets, and the next step is told', () => {
    const deleted = record({ ...row, deletedAt: 1, attempts: 2 })
    const settled = settlementOfError(
      deleted,
      new TerminalError('Away', 'gone for good', { nextStep: 'Bring it back.' }),
      now,
    )
    expect(settled).toMatchObject({
      failure: undefined,
      attempts: 3,
      findings: [{ nextStep: 'Bring it back. Carrel goes on trying.' }],
    })
    expect(settled.dueAt).toBeGreaterThan(now)
  })
})
