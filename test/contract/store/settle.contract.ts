import { describe, expect, test } from 'vitest'
import { leaseOne, minute, noon, operation, put, remove, type Subject, settlement } from './subject.ts'

export function settleContract(subject: () => Subject): void {
  describe('settling', () => {
    test('what was observed is written, and a converged row rests', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      expect(await store.settle(await leaseOne(store), settlement({ observed: { port: 22 } }))).toBe(true)
      expect(await store.get('/a')).toMatchObject({
        observed: { port: 22 },
        observedGeneration: 1,
        generation: 1,
        dueAt: undefined,
      })
      expect(await store.leaseDue(noon + minute * 9, 10, minute)).toEqual([])
    })

    test('a row under way is looked at again when it asked, with its attempts', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await store.settle(await leaseOne(store), settlement({ isConverged: false, dueAt: noon + 50, attempts: 2 }))
      expect(await store.get('/a')).toMatchObject({ observedGeneration: 0, dueAt: noon + 50, attempts: 2 })
      expect((await leaseOne(store, noon + 50)).record.attempts).toBe(2)
    })

    test('a lease that was lost writes nothing', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      const lost = await leaseOne(store, noon)
      const taken = await leaseOne(store, noon + minute)
      const before = await store.get('/a')
      const changes = [{ kind: 'create', id: '/x', type: 't', parentKey: '/a', name: 'x', desired: 1 }] as const
      const findings = [{ cause: 'Noise', message: 'Never to be seen.' }]
      expect(await store.settle(lost, settlement({ observed: 'stale', changes, findings }))).toBe(false)
      expect(await store.get('/a')).toEqual(before)
      expect(await store.get('/x')).toBeUndefined()
      expect(await store.operations({ resourceKey: '/a', limit: 10 })).toHaveLength(1)
      expect(await store.settle(taken, settlement())).toBe(true)
    })

    test('a lease settles once', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      const lease = await leaseOne(store)
      expect(await store.settle(lease, settlement({ observed: 1 }))).toBe(true)
      expect(await store.settle(lease, settlement({ observed: 2 }))).toBe(false)
      expect(await store.get('/a')).toMatchObject({ observed: 1 })
    })

    test('a change accepted while the row is leased stays due and is not called converged', async () => {
      const { store } = subject()
      const [create, update] = [operation('Create'), operation('Update')]
      await store.accept(put('/a', { operation: create }))
      const lease = await leaseOne(store)
      await store.accept(put('/a', { ifRevision: 1, desired: 'newer', at: noon + 5, operation: update }))
      await store.settle(lease, settlement({ observed: 'older', attempts: 3 }))
      expect(await store.get('/a')).toMatchObject({
        desired: 'newer',
        observed: 'older',
        generation: 2,
        observedGeneration: 1,
        dueAt: noon + 5,
        attempts: 0,
      })
      expect(await store.operation(create.id)).toMatchObject({ status: 'Succeeded' })
      expect(await store.operation(update.id)).toMatchObject({ status: 'InProgress' })
      expect((await leaseOne(store, noon + 5)).record).toMatchObject({ desired: 'newer', generation: 2 })
    })

    test('such a change stays due also when it came after the lease had run out', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      const lease = await leaseOne(store)
      await store.accept(put('/a', { ifRevision: 1, at: noon + 2 * minute }))
      expect(await store.settle(lease, settlement({ at: noon + 3 * minute }))).toBe(true)
      expect(await store.get('/a')).toMatchObject({ generation: 2, dueAt: noon + 2 * minute })
    })

    test('a failure of an older generation is not the newer one’s', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      const lease = await leaseOne(store)
      await store.accept(put('/a', { ifRevision: 1 }))
      const failure = { generation: 1, error: { code: 'NoRoom', message: 'Full.' }, nextStep: undefined }
      await store.settle(lease, settlement({ isConverged: false, failure }))
      expect((await store.get('/a'))?.failure).toBeUndefined()
    })

    test('a deletion accepted while the row is leased is not removed by what was leased before it', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await store.accept(remove('/a', 1))
      const lease = await leaseOne(store)
      await store.accept(remove('/a', 2, { at: noon + 5 }))
      await store.settle(lease, settlement({ isGone: true, isConverged: false }))
      expect(await store.get('/a')).toMatchObject({ generation: 3, dueAt: noon + 5 })
    })

    test('a row that nobody deleted does not go', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await store.settle(await leaseOne(store), settlement({ isGone: true, isConverged: false }))
      expect(await store.get('/a')).toBeDefined()
    })

    test('a deleted row goes with nothing left; its operations stay and its deletion has succeeded', async () => {
      const { store } = subject()
      const [create, deletion] = [operation('Create'), operation('Delete')]
      await store.accept(put('/a', { operation: create }))
      await store.accept(remove('/a', 1, { operation: deletion }))
      await store.settle(await leaseOne(store), settlement({ isGone: true, isConverged: false }))
      expect(await store.get('/a')).toBeUndefined()
      expect(await store.operation(deletion.id)).toMatchObject({ status: 'Succeeded', finishedAt: noon + 1_000 })
      expect(await store.operation(create.id)).toMatchObject({ status: 'Canceled' })
      expect((await store.accept(put('/a'))).generation).toBe(1)
    })

    test('the revision tells whether there is anything new to read', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await store.settle(await leaseOne(store), settlement())
      expect(await store.get('/a')).toMatchObject({ revision: 2 })
      await store.wake(['/a'], noon)
      await store.settle(await leaseOne(store), settlement())
      expect(await store.get('/a')).toMatchObject({ revision: 2 })
      await store.wake(['/a'], noon)
      await store.settle(await leaseOne(store), settlement({ observed: { isUp: false } }))
      expect(await store.get('/a')).toMatchObject({ revision: 3 })
    })

    test('a failure stays while the row is tried again, and convergence takes it back', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      const failure = { generation: 1, error: { code: 'Gone', message: 'Away.' }, nextStep: 'Look.' }
      await store.settle(await leaseOne(store), settlement({ isConverged: false, failure, dueAt: noon }))
      await store.settle(await leaseOne(store), settlement({ isConverged: false, dueAt: noon }))
      expect(await store.get('/a')).toMatchObject({ failure, observedGeneration: 0 })
      await store.settle(await leaseOne(store), settlement())
      expect((await store.get('/a'))?.failure).toBeUndefined()
    })
  })
}
