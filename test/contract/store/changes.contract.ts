import { describe, expect, test } from 'vitest'
import type { Change, Store } from '../../../src/store/store.ts'
import { ada, leaseOne, minute, noon, put, remove, type Subject, settlement } from './subject.ts'

const child = { kind: 'create', id: '/A/Child', type: 't', parentKey: '/a', name: 'Child', desired: { n: 1 } } as const

/** Settles `/a`, which must be all that is due, with these changes, a second after noon. */
async function settleWith(store: Store, ...changes: Change[]): Promise<void> {
  await store.wake(['/a'], noon)
  await store.settle(await leaseOne(store), settlement({ changes }))
}

export function changesContract(subject: () => Subject): void {
  describe('changes a reconcile asks for', () => {
    test('create makes a row that is due, once', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await settleWith(store, child)
      const made = await store.get('/a/child')
      expect(made).toMatchObject({
        id: '/A/Child',
        desired: { n: 1 },
        generation: 1,
        dueAt: noon + 1_000,
        createdBy: ada,
      })
      await settleWith(store, { ...child, desired: { n: 2 } })
      expect(await store.get('/a/child')).toEqual(made)
    })

    test('desire replaces what differs and leaves alone what is the same', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await store.accept(put('/b', { desired: { x: 1, y: { z: 2 } }, operation: undefined }))
      await settleWith(store, { kind: 'desire', key: '/b', desired: { y: { z: 2 }, x: 1 } })
      expect(await store.get('/b')).toMatchObject({ generation: 1, revision: 1, dueAt: undefined })
      await settleWith(store, { kind: 'desire', key: '/b', desired: { x: 2 } })
      expect(await store.get('/b')).toMatchObject({
        desired: { x: 2 },
        generation: 2,
        observedGeneration: 1,
        revision: 2,
        dueAt: noon + 1_000,
      })
    })

    test('desire leaves a missing or deleted row alone', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await store.accept(put('/b', { at: noon + minute }))
      const deleted = await store.accept(remove('/b', 1, { at: noon + minute }))
      await settleWith(
        store,
        { kind: 'desire', key: '/b', desired: 'x' },
        { kind: 'desire', key: '/missing', desired: 'x' },
      )
      expect(await store.get('/b')).toEqual(deleted)
      expect(await store.get('/missing')).toBeUndefined()
    })

    test('a row may change its own desired: the next generation is due, this one is converged', async () => {
      const { store } = subject()
      await store.accept(put('/a', { desired: 'running' }))
      await settleWith(store, { kind: 'desire', key: '/a', desired: 'stopped' })
      expect(await store.get('/a')).toMatchObject({
        desired: 'stopped',
        generation: 2,
        observedGeneration: 1,
        dueAt: noon + 1_000,
      })
    })

    test('wake makes another row due, also one that is leased', async () => {
      const { store } = subject()
      await store.accept(put('/b'))
      const lease = await leaseOne(store)
      await store.accept(put('/a'))
      await settleWith(store, { kind: 'wake', key: '/b' }, { kind: 'wake', key: '/missing' })
      await store.settle(lease, settlement())
      expect(await store.get('/b')).toMatchObject({ dueAt: noon + 1_000 })
    })

    test('delete marks a row and wakes it, and once marked only wakes it', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await store.accept(put('/b', { operation: undefined }))
      await settleWith(store, { kind: 'delete', key: '/b' }, { kind: 'delete', key: '/missing' })
      const marked = await store.get('/b')
      expect(marked).toMatchObject({ deletedAt: noon + 1_000, generation: 2, dueAt: noon + 1_000 })
      await settleWith(store, { kind: 'delete', key: '/b' })
      expect(await store.get('/b')).toEqual(marked)
    })

    test('a deletion goes down a tree and the news comes up it', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await settleWith(store, child)
      await store.accept(remove('/a', 2, { at: noon }))
      await store.settle(
        await leaseOne(store),
        settlement({ isConverged: false, changes: [{ kind: 'delete', key: '/a/child' }] }),
      )
      const gone = settlement({ isGone: true, isConverged: false, changes: [{ kind: 'wake', key: '/a' }] })
      await store.settle(await leaseOne(store, noon + 1_000), gone)
      expect(await store.get('/a/child')).toBeUndefined()
      await store.settle(await leaseOne(store, noon + 1_000), settlement({ isGone: true, isConverged: false }))
      expect(await store.list({})).toEqual([])
    })

    test('parents and children that settle into each other at once all get through', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await Promise.all(Array.from({ length: 20 }, (_, i) => store.accept(put(`/a/${i}`))))
      const leases = await store.leaseDue(noon, 50, minute)
      const settled = await Promise.all(
        leases.map((lease) => {
          const isParent = lease.record.key === '/a'
          const keys = isParent ? Array.from({ length: 20 }, (_, i) => `/a/${19 - i}`) : ['/a']
          return store.settle(lease, settlement({ changes: keys.map((key) => ({ kind: 'wake', key })) }))
        }),
      )
      expect(settled).toEqual(Array(21).fill(true))
      expect(await store.get('/a')).toMatchObject({ dueAt: noon + 1_000 })
    })
  })
}
