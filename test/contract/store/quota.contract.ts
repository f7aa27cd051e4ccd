import { describe, expect, test } from 'vitest'
import { QuotaExceeded } from '../../../src/store/store-errors.ts'
import { leaseOne, put, remove, type Subject, settlement } from './subject.ts'

const cores = (count: number, family = 'general', engine = 'docker') => ({ engine, family, cores: count })

const total = (used: number, limit = 100) => ({ family: 'total', cores: used, limit })

export function quotaContract(subject: () => Subject): void {
  describe('quota', () => {
    test('200 who ask at once for room for 10 are exactly 10', async () => {
      const { store } = subject()
      await store.setQuotaLimit('docker', 'general', 40)
      const results = await Promise.allSettled(
        Array.from({ length: 200 }, (_, i) => store.accept(put(`/${i}`, { holding: cores(4) }))),
      )
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(QuotaExceeded)
      }
      expect(await store.usage('docker')).toEqual([{ family: 'general', cores: 40, limit: 40 }, total(40)])
      expect(await store.list({})).toHaveLength(10)
    })

    test('the last cores go to as many as they are enough for, however many ask at once', async () => {
      const { store } = subject()
      await store.accept(put('/early', { holding: cores(91) }))
      const results = await Promise.allSettled(
        Array.from({ length: 30 }, (_, i) => store.accept(put(`/${i}`, { holding: cores(4) }))),
      )
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
      expect(await store.usage('docker')).toEqual([{ family: 'general', cores: 99, limit: 100 }, total(99)])
    })

    test('the refusal says what is asked, used and allowed, and who holds it, most first', async () => {
      const { store } = subject()
      await store.setQuotaLimit('docker', 'general', 20)
      await store.accept(put('/Small', { holding: cores(4) }))
      await store.accept(put('/Large', { holding: cores(12) }))
      const refused = store.accept(put('/more', { holding: cores(8) }))
      await expect(refused).rejects.toThrow(QuotaExceeded)
      await expect(refused).rejects.toMatchObject({
        family: 'general',
        asked: 8,
        used: 16,
        limit: 20,
        holders: [
          { id: '/Large', cores: 12 },
          { id: '/Small', cores: 4 },
        ],
      })
      expect(await store.get('/more')).toBeUndefined()
    })

    test('without a limit of its own a family has 100 cores', async () => {
      const { store } = subject()
      await store.accept(put('/a', { holding: cores(100) }))
      await expect(store.accept(put('/b', { holding: cores(1) }))).rejects.toThrow(QuotaExceeded)
      expect(await store.usage('docker')).toEqual([{ family: 'general', cores: 100, limit: 100 }, total(100)])
    })

    test('families and engines are counted apart', async () => {
      const { store } = subject()
      await store.setQuotaLimit('docker', 'total', 300)
      await store.accept(put('/a', { holding: cores(100) }))
      await store.accept(put('/b', { holding: cores(100, 'gpu') }))
      await store.accept(put('/c', { holding: cores(100, 'general', 'cluster') }))
      expect(await store.usage('docker')).toEqual([
        { family: 'general', cores: 100, limit: 100 },
        { family: 'gpu', cores: 100, limit: 100 },
        total(200, 300),
      ])
      expect(await store.holders('cluster', 'general')).toEqual([{ id: '/c', cores: 100 }])
    })

    test('CI-12: all families together have a limit too, and who holds any of it is told', async () => {
      const { store } = subject()
      await store.setQuotaLimit('docker', 'total', 50)
      await store.accept(put('/a', { holding: cores(30) }))
      await store.accept(put('/elsewhere', { holding: cores(30, 'general', 'cluster') }))
      await store.accept(put('/b', { holding: cores(15, 'gpu') }))
      await expect(store.accept(put('/c', { holding: cores(6, 'memory') }))).rejects.toMatchObject({
        family: 'total',
        asked: 6,
        used: 45,
        limit: 50,
        holders: [
          { id: '/a', cores: 30 },
          { id: '/b', cores: 15 },
        ],
      })
      await store.accept(put('/c', { holding: cores(5, 'memory') }))
      expect(await store.usage('docker')).toContainEqual(total(50, 50))
      // To another family, but no more in total than before.
      await store.accept(put('/a', { ifRevision: 1, holding: cores(30, 'memory') }))
    })

    test('of all families at once, those who ask for the last cores in total get no more than there are', async () => {
      const { store } = subject()
      await store.setQuotaLimit('docker', 'total', 20)
      const results = await Promise.allSettled(
        Array.from({ length: 60 }, (_, i) => store.accept(put(`/${i}`, { holding: cores(4, `family-${i % 7}`) }))),
      )
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
      expect(await store.usage('docker')).toContainEqual(total(20, 20))
    })

    test('a row’s own cores do not count against its change of size', async () => {
      const { store } = subject()
      await store.accept(put('/a', { holding: cores(60) }))
      await store.accept(put('/a', { ifRevision: 1, holding: cores(100) }))
      await expect(store.accept(put('/a', { ifRevision: 2, holding: cores(101) }))).rejects.toThrow(QuotaExceeded)
      expect(await store.get('/a')).toMatchObject({ holding: cores(100), revision: 2 })
    })

    test('a limit lowered below what is in use stops growth and nothing else', async () => {
      const { store } = subject()
      await store.accept(put('/a', { holding: cores(8) }))
      await store.setQuotaLimit('docker', 'general', 4)
      await store.accept(put('/a', { ifRevision: 1, holding: cores(8), desired: 'other' }))
      await store.accept(put('/a', { ifRevision: 2, holding: cores(6) }))
      await expect(store.accept(put('/a', { ifRevision: 3, holding: cores(7) }))).rejects.toThrow(QuotaExceeded)
      expect(await store.quotaLimits('docker')).toContainEqual({ family: 'general', limit: 4 })
    })

    test('a deletion holds its cores until nothing is left', async () => {
      const { store } = subject()
      await store.accept(put('/a', { holding: cores(100) }))
      await store.accept(remove('/a', 1))
      await expect(store.accept(put('/b', { holding: cores(1) }))).rejects.toThrow(QuotaExceeded)
      await store.settle(await leaseOne(store), settlement({ isGone: true, isConverged: false }))
      await store.accept(put('/b', { holding: cores(1) }))
    })

    test('what a reconcile makes holds cores where there is room, and is not made where there is none', async () => {
      const { store } = subject()
      await store.setQuotaLimit('docker', 'general', 10)
      await store.accept(put('/fleet'))
      const node = (name: string) => ({
        ...({ kind: 'create', id: `/fleet/nodes/${name}`, type: 'carrel/nodes', parentKey: '/fleet', name } as const),
        ...{ desired: {}, holding: cores(4) },
      })
      await store.settle(await leaseOne(store), settlement({ changes: [node('a'), node('b'), node('c')] }))
      expect((await store.list({ underKey: '/fleet' })).map(({ name, holding }) => [name, holding?.cores])).toEqual([
        ['a', 4],
        ['b', 4],
      ])
      expect(await store.usage('docker')).toEqual([{ family: 'general', cores: 8, limit: 10 }, total(8)])
      expect(await store.holders('docker', 'total')).toEqual([{ id: '/fleet', cores: 8 }])
    })
  })
}
