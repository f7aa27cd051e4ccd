import { describe, expect, test } from 'vitest'
import { leaseOne, noon, operation, put, type Subject, settlement } from './subject.ts'

export function activityContract(subject: () => Subject): void {
  describe('activity', () => {
    const wide = { from: 0, to: noon * 2, limit: 100 }

    test('is that of the scope and what is below it, newest first, and of nothing that is only called alike', async () => {
      const { store } = subject()
      for (const [index, id] of ['/S', '/S/g', '/S/g/c', '/S0', '/S-1', '/Sx/g'].entries())
        await store.accept(put(id, { at: noon + index }))
      const found = await store.activity({ ...wide, scopeKey: '/s' })
      expect(found.map(({ resourceId }) => resourceId)).toEqual(['/S/g/c', '/S/g', '/S'])
    })

    test('counts when accepted or ended within the time asked for', async () => {
      const { store } = subject()
      await store.accept(put('/s/ended', { operation: operation('Create') }))
      await store.settle(await leaseOne(store), settlement({ at: noon + 1_000 }))
      await store.accept(put('/s/running', { operation: operation('Create') }))
      await store.accept(put('/s/later', { at: noon + 2_000, operation: operation('Create') }))
      const since = async (from: number, to: number) =>
        (await store.activity({ scopeKey: '/s', from, to, limit: 9 })).map(({ resourceId }) => resourceId).toSorted()
      expect(await since(noon + 500, noon + 1_500)).toEqual(['/s/ended'])
      expect(await since(noon, noon)).toEqual(['/s/ended', '/s/running'])
      expect(await since(noon + 1_500, noon + 2_000)).toEqual(['/s/later'])
    })

    test('can be narrowed to a conversation', async () => {
      const { store } = subject()
      const mine = operation('Create')
      await store.accept(put('/s/a', { operation: mine }))
      await store.accept(put('/s/b'))
      const found = await store.activity({ ...wide, scopeKey: '/s', correlationId: mine.correlationId })
      expect(found.map(({ id }) => id)).toEqual([mine.id])
    })

    test('comes in pages without a gap or a repetition, also when many were accepted at once', async () => {
      const { store } = subject()
      for (let index = 0; index < 7; index++) await store.accept(put(`/s/${index}`, { at: noon + (index % 2) }))
      const seen: string[] = []
      let after: { acceptedAt: number; id: string } | undefined
      for (;;) {
        const page = await store.activity({ ...wide, scopeKey: '/s', limit: 2, ...(after ? { after } : {}) })
        seen.push(...page.map(({ id }) => id))
        const last = page.at(-1)
        if (last === undefined) break
        after = { acceptedAt: last.acceptedAt, id: last.id }
      }
      expect([seen.length, new Set(seen).size]).toEqual([7, 7])
    })
  })
}
