import { describe, expect, test } from 'vitest'
import { ClaimTaken } from '../../../src/store/store-errors.ts'
import { leaseOne, put, remove, type Subject, settlement } from './subject.ts'

const name = (value: string) => ({ kind: 'name', value })

export function claimsContract(subject: () => Subject): void {
  describe('claims', () => {
    test('a claim that somebody has is refused with the id of the holder, and nothing is written', async () => {
      const { store } = subject()
      await store.accept(put('/Team/Box', { claims: [name('box')] }))
      const refused = store.accept(put('/other', { claims: [name('new'), name('box')] }))
      await expect(refused).rejects.toThrow(ClaimTaken)
      await expect(refused).rejects.toMatchObject({ claim: name('box'), holderId: '/Team/Box' })
      expect(await store.get('/other')).toBeUndefined()
      expect(await store.claims('name')).toEqual([{ value: 'box', key: '/team/box' }])
    })

    test('the same value of another kind is another claim', async () => {
      const { store } = subject()
      await store.accept(put('/a', { claims: [name('x')] }))
      await store.accept(put('/b', { claims: [{ kind: 'label', value: 'x' }] }))
      expect(await store.claimHolder(name('x'))).toBe('/a')
      expect(await store.claimHolder({ kind: 'label', value: 'x' })).toBe('/b')
      expect(await store.claimHolder(name('y'))).toBeUndefined()
    })

    test('claims of several kinds are read together', async () => {
      const { store } = subject()
      await store.accept(
        put('/a', { claims: [name('x'), { kind: 'label', value: 'y' }, { kind: 'port', value: '1' }] }),
      )
      expect(await store.claims(['name', 'label'])).toEqual([
        { value: 'x', key: '/a' },
        { value: 'y', key: '/a' },
      ])
    })

    test('an update holds exactly what it lists: what it drops is free, what it keeps stays', async () => {
      const { store } = subject()
      await store.accept(put('/a', { claims: [name('one'), name('two')] }))
      await store.accept(put('/a', { ifRevision: 1, claims: [name('two'), name('three')] }))
      expect(await store.claimsOf('/a')).toEqual([name('three'), name('two')])
      await store.accept(put('/b', { claims: [name('one')] }))
    })

    test('of many who want the same claim at once one gets it', async () => {
      const { store } = subject()
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) => store.accept(put(`/${i}`, { claims: [name('the-one')] }))),
      )
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await store.list({})).toHaveLength(1)
    })

    test('two who want the same claims in opposite order do not wait for each other for ever', async () => {
      const { store } = subject()
      const pairs = Array.from({ length: 10 }, (_, i) => [name(`x${i}`), name(`y${i}`)])
      for (const pair of pairs) {
        const results = await Promise.allSettled([
          store.accept(put(`/a/${pair[0]?.value}`, { claims: pair })),
          store.accept(put(`/b/${pair[0]?.value}`, { claims: pair.toReversed() })),
        ])
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      }
    })

    test('a deletion keeps the claims until nothing is left of the resource', async () => {
      const { store } = subject()
      await store.accept(put('/a', { claims: [name('a')] }))
      await store.accept(remove('/a', 1))
      await expect(store.accept(put('/b', { claims: [name('a')] }))).rejects.toThrow(ClaimTaken)
      await store.settle(await leaseOne(store), settlement({ isGone: true, isConverged: false }))
      await store.accept(put('/b', { claims: [name('a')] }))
    })
  })
}
