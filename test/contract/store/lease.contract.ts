import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { leaseOne, minute, noon, put, type Subject, settlement } from './subject.ts'

export function leaseContract(subject: () => Subject): void {
  describe('leasing', () => {
    test('rows due by now are leased, longest due first, up to the limit', async () => {
      const { store } = subject()
      await store.accept(put('/later', { at: noon + 1 }))
      for (const [id, at] of Object.entries({ '/c': noon, '/a': noon - 20, '/b': noon - 10 })) {
        await store.accept(put(id, { at }))
      }
      const first = await store.leaseDue(noon, 2, minute)
      expect(first.map(({ record }) => record.key).sort()).toEqual(['/a', '/b'])
      const second = await store.leaseDue(noon, 2, minute)
      expect(second.map(({ record }) => record.key)).toEqual(['/c'])
      expect(await store.leaseDue(noon, 2, minute)).toEqual([])
    })

    test('a leased row is nobody else’s until its lease runs out', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      const lost = await leaseOne(store, noon)
      expect(await store.leaseDue(noon + minute - 1, 10, minute)).toEqual([])
      const taken = await leaseOne(store, noon + minute)
      expect(taken.token).not.toBe(lost.token)
      expect(taken.record).toMatchObject({ key: '/a', generation: 1 })
    })

    test('a process that is the only one takes over at once what its predecessor had leased', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await store.accept(put('/b', { at: noon + minute }))
      const lost = await leaseOne(store, noon)
      await store.releaseLeases(noon + 1)
      expect(await store.settle(lost, settlement())).toBe(false)
      const taken = await store.leaseDue(noon + 1, 10, minute)
      expect(taken.map(({ record }) => record.key)).toEqual(['/a'])
    })

    test('eight at once get each of 500 rows once', async () => {
      const { store } = subject()
      await Promise.all(Array.from({ length: 500 }, (_, i) => store.accept(put(`/${i}`))))
      const worker = async () => {
        const keys: string[] = []
        for (;;) {
          const leases = await store.leaseDue(noon, 7, minute)
          if (leases.length === 0) return keys
          keys.push(...leases.map(({ record }) => record.key))
        }
      }
      const keys = (await Promise.all(Array.from({ length: 8 }, worker))).flat()
      expect(keys).toHaveLength(500)
      expect(new Set(keys).size).toBe(500)
    })

    test('eight processes get each of 200 rows once', async () => {
      const { store, location } = subject()
      await Promise.all(Array.from({ length: 200 }, (_, i) => store.accept(put(`/${i}`))))
      const script = new URL('./lease-worker.ts', import.meta.url).pathname
      const runs = await Promise.all(
        Array.from({ length: 8 }, () =>
          promisify(execFile)(process.execPath, [script, JSON.stringify(location), String(noon)]),
        ),
      )
      const keys = runs.flatMap(({ stdout }) => JSON.parse(stdout) as string[])
      expect(keys).toHaveLength(200)
      expect(new Set(keys).size).toBe(200)
    })

    test('the next due time is the soonest of what waits and of leases that may run out', async () => {
      const { store } = subject()
      expect(await store.nextDue()).toBeUndefined()
      await store.accept(put('/a', { at: noon }))
      expect(await store.nextDue()).toBe(noon)
      const lease = await leaseOne(store)
      expect(await store.nextDue()).toBe(noon + minute)
      await store.accept(put('/b', { at: noon + 5 }))
      expect(await store.nextDue()).toBe(noon + 5)
      await store.settle(lease, settlement({ dueAt: noon + 3, isConverged: false }))
      expect(await store.nextDue()).toBe(noon + 3)
    })
  })

  describe('waking', () => {
    test('a settled row is due again, and a row due sooner stays due sooner', async () => {
      const { store } = subject()
      await store.accept(put('/settled'))
      await store.settle(await leaseOne(store), settlement())
      await store.accept(put('/soon', { at: noon + 1 }))
      await store.wake(['/settled', '/soon', '/missing'], noon + 9)
      expect(await store.get('/settled')).toMatchObject({ dueAt: noon + 9 })
      expect(await store.get('/soon')).toMatchObject({ dueAt: noon + 1 })
      expect(await store.get('/missing')).toBeUndefined()
    })

    test('waking changes neither generation nor revision', async () => {
      const { store } = subject()
      const before = await store.accept(put('/a', { operation: undefined }))
      await store.wake(['/a'], noon)
      expect(await store.get('/a')).toEqual({ ...before, dueAt: noon })
    })

    test.each([
      ['now', noon],
      ['after the lease', noon + 3 * minute],
    ])('a row woken for %s while leased is due after its settle', async (_, wokenFor) => {
      const { store } = subject()
      await store.accept(put('/a'))
      const lease = await leaseOne(store)
      await store.wake(['/a'], wokenFor)
      expect(await store.leaseDue(noon + 1, 10, minute)).toEqual([])
      await store.settle(lease, settlement())
      const due = (await store.get('/a'))?.dueAt
      expect(due).toBeDefined()
      expect(due).toBeLessThanOrEqual(wokenFor)
    })

    test('what failed and waits is tried anew in turns, and nothing else is', async () => {
      const { store } = subject()
      const failing = ['/a', '/b', '/c', '/d', '/e']
      for (const id of [...failing, '/waits', '/at-rest']) {
        await store.accept(put(id))
        const due = id === '/waits' ? { dueAt: noon + minute } : {}
        const failed = { attempts: 7, isConverged: false, dueAt: noon + minute + failing.indexOf(id) }
        await store.settle(await leaseOne(store), settlement(failing.includes(id) ? failed : due))
      }
      expect(await store.retryFailed({ at: noon, count: 2, everyMs: 100 })).toBe(5)
      const found = await store.getAll(['/a', '/at-rest', '/b', '/c', '/d', '/e', '/waits'])
      expect(found.map(({ key, attempts, dueAt }) => [key, attempts, dueAt])).toEqual([
        ['/a', 0, noon + 200],
        ['/at-rest', 0, undefined],
        ['/b', 0, noon + 100],
        ['/c', 0, noon + 100],
        ['/d', 0, noon],
        ['/e', 0, noon],
        ['/waits', 0, noon + minute],
      ])
      expect(await store.retryFailed({ at: noon, count: 2, everyMs: 100 })).toBe(0)
    })

    test('what failed is never tried later than it would have been', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await store.settle(await leaseOne(store), settlement({ attempts: 2, isConverged: false, dueAt: noon + 5 }))
      await store.retryFailed({ at: noon + minute, count: 1, everyMs: 0 })
      expect(await store.get('/a')).toMatchObject({ attempts: 0, dueAt: noon + 5 })
    })

    test('one that is tried just now and fails again is tried once more', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await store.settle(await leaseOne(store), settlement({ attempts: 7, isConverged: false, dueAt: noon + 10 }))
      const lease = await leaseOne(store, noon + 10)
      await store.retryFailed({ at: noon + 11, count: 1, everyMs: 0 })
      await store.settle(lease, settlement({ attempts: 8, isConverged: false, dueAt: noon + minute }))
      expect((await store.get('/a'))?.dueAt).toBe(noon + 11)
    })

    test('thousands are woken together', async () => {
      const { store } = subject()
      await store.accept(put('/a', { operation: undefined }))
      await store.wake([...Array.from({ length: 3_000 }, (_, i) => `/absent/${i}`), '/a'], noon)
      expect(await store.nextDue()).toBe(noon)
    })
  })
}
