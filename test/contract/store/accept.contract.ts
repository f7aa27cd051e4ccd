import { describe, expect, test } from 'vitest'
import { ParentGone, RevisionConflict } from '../../../src/store/store-errors.ts'
import { ada, leaseOne, minute, noon, operation, put, remove, type Subject, settlement } from './subject.ts'

export function acceptContract(subject: () => Subject): void {
  describe('accepting a change', () => {
    test('what was accepted is there to read, spelled as it was created and found by its key', async () => {
      const { store } = subject()
      const accepted = await store.accept(put('/Groups/Lab/Box', { desired: { tags: { ä: '雪' } } }))
      expect(accepted).toMatchObject({
        id: '/Groups/Lab/Box',
        key: '/groups/lab/box',
        parentKey: '/groups/lab',
        name: 'Box',
        desired: { tags: { ä: '雪' } },
        generation: 1,
        observedGeneration: 0,
        revision: 1,
        createdAt: noon,
        createdBy: ada,
        dueAt: noon,
        attempts: 0,
      })
      expect(accepted.observed).toBeUndefined()
      expect(accepted.deletedAt).toBeUndefined()
      expect(await store.get('/groups/lab/box')).toEqual(accepted)
    })

    test('an update raises generation and revision and keeps who created it', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      const bob = { ...ada, name: 'bob' }
      const updated = await store.accept(put('/a', { ifRevision: 1, desired: 2, actor: bob, at: noon + 5 }))
      expect(updated).toMatchObject({ generation: 2, revision: 2, desired: 2, createdBy: ada, modifiedBy: bob })
      expect(updated).toMatchObject({ createdAt: noon, modifiedAt: noon + 5, dueAt: noon + 5 })
      expect(await store.get('/a')).toEqual(updated)
    })

    test('a change decided upon an older revision is refused and changes nothing', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      const second = await store.accept(put('/a', { ifRevision: 1, desired: 2 }))
      const late = operation('Update')
      await expect(store.accept(put('/a', { ifRevision: 1, desired: 3, operation: late }))).rejects.toThrow(
        RevisionConflict,
      )
      expect(await store.get('/a')).toEqual(second)
      expect(await store.operation(late.id)).toBeUndefined()
    })

    test('an operation is accepted once: another change under its id is refused whole', async () => {
      const { store } = subject()
      const once = operation('Create')
      const first = await store.accept(put('/a', { operation: once }))
      await expect(store.accept(put('/a', { ifRevision: 1, desired: 2, operation: once }))).rejects.toThrow()
      await expect(store.accept(put('/b', { operation: once }))).rejects.toThrow()
      expect(await store.get('/a')).toEqual(first)
      expect(await store.get('/b')).toBeUndefined()
    })

    test('creating what exists, or altering what does not, is a conflict', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await expect(store.accept(put('/a'))).rejects.toThrow(RevisionConflict)
      await expect(store.accept(put('/b', { ifRevision: 1 }))).rejects.toThrow(RevisionConflict)
      await expect(store.accept(remove('/b', 1))).rejects.toThrow(RevisionConflict)
      expect(await store.get('/b')).toBeUndefined()
    })

    test('of many who create the same resource at once one does', async () => {
      const { store } = subject()
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) => store.accept(put('/a', { desired: i }))),
      )
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(RevisionConflict)
      }
    })

    test('of many who alter the same revision at once one does', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) => store.accept(put('/a', { ifRevision: 1, desired: i }))),
      )
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await store.get('/a')).toMatchObject({ generation: 2 })
    })

    test('a deletion keeps desired, is due, and takes no further change but a deletion', async () => {
      const { store } = subject()
      await store.accept(put('/a', { desired: { keep: 'me' } }))
      const deleted = await store.accept(remove('/a', 1, { desired: null, at: noon + 7 }))
      expect(deleted).toMatchObject({ desired: { keep: 'me' }, deletedAt: noon + 7, generation: 2, dueAt: noon + 7 })
      await expect(store.accept(put('/a', { ifRevision: 2 }))).rejects.toThrow(ParentGone)
      const again = await store.accept(remove('/a', 2, { at: noon + 9 }))
      expect(again).toMatchObject({ deletedAt: noon + 7, generation: 3 })
    })

    test('what was found without a row gets one that is already deleted and due', async () => {
      const { store } = subject()
      const made = await store.accept(put('/orphan', { isDelete: true, desired: 'x', operation: operation('Remove') }))
      expect(made).toMatchObject({ deletedAt: noon, desired: 'x', generation: 1, dueAt: noon })
      await store.settle(await leaseOne(store), settlement({ isGone: true, isConverged: false }))
      expect(await store.get('/orphan')).toBeUndefined()
    })

    test('a new generation clears the failure and the attempts of the one before', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      const failure = { generation: 1, error: { code: 'NoRoom', message: 'Full.' }, nextStep: undefined }
      await store.settle(await leaseOne(store), settlement({ isConverged: false, failure, attempts: 4 }))
      const failed = await store.get('/a')
      expect(failed).toMatchObject({ failure, attempts: 4 })
      const next = await store.accept(put('/a', { ifRevision: failed?.revision }))
      expect(next.failure).toBeUndefined()
      expect(next.attempts).toBe(0)
    })
  })

  describe('rows without a reconcile', () => {
    test('without an operation the row is settled as written and leaves no trace in the timeline', async () => {
      const { store } = subject()
      const accepted = await store.accept(put('/a', { operation: undefined }))
      expect(accepted).toMatchObject({ generation: 1, observedGeneration: 1, dueAt: undefined })
      expect(await store.leaseDue(noon + minute, 10, minute)).toEqual([])
      expect(await store.lastOperation('/a')).toBeUndefined()
    })

    test('an instant operation is recorded as succeeded at once', async () => {
      const { store } = subject()
      const instant = operation('Create', { isInstant: true })
      const accepted = await store.accept(put('/a', { operation: instant }))
      expect(accepted).toMatchObject({ observedGeneration: 1, dueAt: undefined })
      expect(await store.operation(instant.id)).toMatchObject({ status: 'Succeeded', finishedAt: noon, generation: 1 })
    })

    test('an instant deletion removes row and claims at once', async () => {
      const { store } = subject()
      const claims = [{ kind: 'name', value: 'a' }]
      await store.accept(put('/a', { operation: undefined, claims }))
      const removed = await store.accept(remove('/a', 1, { operation: operation('Delete', { isInstant: true }) }))
      expect(removed.deletedAt).toBe(noon)
      expect(await store.get('/a')).toBeUndefined()
      expect(await store.claims('name')).toEqual([])
      expect(await store.lastOperation('/a')).toMatchObject({ verb: 'Delete', status: 'Succeeded' })
    })
  })

  describe('what a change needs alive', () => {
    test('a missing parent is named', async () => {
      const { store } = subject()
      const refused = store.accept(put('/a/b', { requireLive: ['/a'] }))
      await expect(refused).rejects.toThrow(ParentGone)
      await expect(refused).rejects.toMatchObject({ parentKey: '/a' })
    })

    test('a parent that is being deleted takes no children', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await store.accept(remove('/a', 1))
      await expect(store.accept(put('/a/b', { requireLive: ['/a'] }))).rejects.toThrow(ParentGone)
    })

    test('whenever a parent is deleted, each child was there to see or is refused', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      const seenByDelete = store.accept(remove('/a', 1)).then(() => store.list({ underKey: '/a' }))
      const children = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) => store.accept(put(`/a/${i}`, { requireLive: ['/a'] }))),
      )
      const seen = (await seenByDelete).length
      const accepted = children.filter(({ status }) => status === 'fulfilled').length
      expect(seen).toBe(accepted)
    })
  })
}
