import { describe, expect, test } from 'vitest'
import { ClaimTaken } from '../../../src/store/store-errors.ts'
import { leaseOne, noon, put, remove, type Subject, settlement } from './subject.ts'

const name = (value: string) => ({ kind: 'name', value })
const ports = { kind: 'port', candidates: ['50000', '50001', '50002'] }

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

  describe('picks', () => {
    test('the first free candidate is taken', async () => {
      const { store } = subject()
      await store.accept(put('/a', { pick: ports }))
      await store.accept(put('/b', { pick: ports }))
      expect(await store.claims('port')).toEqual([
        { value: '50000', key: '/a' },
        { value: '50001', key: '/b' },
      ])
    })

    test('what was picked is kept for the row’s life, whatever later changes ask', async () => {
      const { store } = subject()
      await store.accept(put('/a', { pick: ports }))
      await store.accept(put('/a', { ifRevision: 1, pick: { ...ports, candidates: ['50002'] } }))
      await store.accept(put('/a', { ifRevision: 2, claims: [name('a')] }))
      expect(await store.claimsOf('/a')).toEqual([name('a'), { kind: 'port', value: '50000' }])
    })

    test('with no candidate free the change is refused', async () => {
      const { store } = subject()
      for (const id of ['/a', '/b', '/c']) await store.accept(put(id, { pick: ports }))
      const refused = store.accept(put('/d', { pick: ports }))
      await expect(refused).rejects.toThrow(ClaimTaken)
      await expect(refused).rejects.toMatchObject({ holderId: undefined })
      expect(await store.get('/d')).toBeUndefined()
    })

    test('many who pick at once each get their own', async () => {
      const { store } = subject()
      const pick = { kind: 'port', candidates: Array.from({ length: 20 }, (_, i) => String(50_000 + i)) }
      await Promise.all(Array.from({ length: 20 }, (_, i) => store.accept(put(`/${i}`, { pick }))))
      const taken = await store.claims('port')
      expect(new Set(taken.map(({ value }) => value)).size).toBe(20)
      expect(new Set(taken.map(({ key }) => key)).size).toBe(20)
    })

    test('a value that turned out unusable is exchanged for the next one, going round', async () => {
      const { store } = subject()
      await store.accept(put('/a', { pick: ports }))
      await store.accept(put('/b', { pick: ports }))
      expect(await store.repick('/a', 'port', ports.candidates)).toBe('50002')
      expect(await store.repick('/a', 'port', ports.candidates)).toBe('50000')
      expect(await store.claimsOf('/a')).toEqual([{ kind: 'port', value: '50000' }])
    })

    test('with nothing to exchange it for, the value is kept', async () => {
      const { store } = subject()
      for (const id of ['/a', '/b', '/c']) await store.accept(put(id, { pick: ports, at: noon }))
      expect(await store.repick('/a', 'port', ports.candidates)).toBeUndefined()
      expect(await store.claimsOf('/a')).toEqual([{ kind: 'port', value: '50000' }])
      expect(await store.repick('/missing', 'port', ['1'])).toBeUndefined()
      expect(await store.claimHolder({ kind: 'port', value: '1' })).toBeUndefined()
    })
  })
}
