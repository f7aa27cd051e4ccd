import { describe, expect, test } from 'vitest'
import type { Queued } from '../../../src/store/records.ts'
import { leaseOne, noon, put, remove, type Subject, settlement } from './subject.ts'

const inLine: Queued = { queueKey: '/c', nodeCount: 2, priority: 1, attempt: 1, mayStart: true }
const { queueKey: _queueKey, ...entry } = inLine

export function queueContract(subject: () => Subject): void {
  describe('a queue', () => {
    test('holds what was accepted into it, of one row only', async () => {
      const { store } = subject()
      await store.accept(put('/b', { queued: { ...inLine, mayStart: false } }))
      await store.accept(put('/A', { queued: inLine, at: noon + 5 }))
      await store.accept(put('/other', { queued: { ...inLine, queueKey: '/d' } }))
      await store.accept(put('/none'))
      expect(await store.queue('/c')).toEqual([
        { ...entry, key: '/a', createdAt: noon + 5 },
        { ...entry, key: '/b', createdAt: noon, mayStart: false },
      ])
    })

    test('is left by a settle that says so, and kept by one that says nothing', async () => {
      const { store } = subject()
      await store.accept(put('/a', { queued: { ...inLine, mayStart: false } }))
      await store.settle(await leaseOne(store), settlement({ queued: { ...inLine, attempt: 2 }, dueAt: noon }))
      expect(await store.queue('/c')).toMatchObject([{ attempt: 2, mayStart: true }])
      await store.settle(await leaseOne(store), settlement({ dueAt: noon }))
      expect(await store.queue('/c')).toMatchObject([{ attempt: 2, mayStart: true }])
      await store.settle(await leaseOne(store), settlement({ queued: null }))
      expect(await store.queue('/c')).toEqual([])
    })

    test('what a later change said counts more than a settle that did not know of it, unless that is the end', async () => {
      const { store } = subject()
      await store.accept(put('/a', { queued: inLine }))
      const lease = await leaseOne(store)
      const ended = { ...inLine, mayStart: false }
      await store.accept(put('/a', { ifRevision: 1, queued: ended, at: noon + 1 }))
      await store.settle(lease, settlement({ queued: inLine }))
      expect(await store.queue('/c')).toMatchObject([{ mayStart: false }])
      const later = await leaseOne(store, noon + 1)
      await store.accept(put('/a', { ifRevision: 3, queued: ended, at: noon + 2 }))
      await store.settle(later, settlement({ queued: null }))
      expect(await store.queue('/c')).toEqual([])
    })

    test('one that is marked deleted may not start, and is out of it when it is gone', async () => {
      const { store } = subject()
      await store.accept(put('/a', { queued: inLine }))
      await store.accept(remove('/a', 1))
      expect(await store.queue('/c')).toMatchObject([{ key: '/a', mayStart: false }])
      await store.settle(await leaseOne(store), settlement({ isGone: true }))
      expect(await store.queue('/c')).toEqual([])
    })
  })
}
