import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { put, remove, type Subject } from './subject.ts'

const hostile = [
  "/a/'; drop table resources; --",
  '/a/%',
  '/a/_',
  '/a/\\',
  '/a/"x"',
  '/a/雪',
  '/a/🦀',
  '/a/é',
  '/a/ ',
  '/a/?',
]

export function listContract(subject: () => Subject): void {
  const seed = async (...ids: string[]) => {
    for (const id of ids) await subject().store.accept(put(id, { operation: undefined }))
  }
  const keysOf = async (...query: Parameters<Subject['store']['list']>) =>
    (await subject().store.list(...query)).map(({ key }) => key)

  describe('listing', () => {
    test('rows come in the order of their keys, byte by byte', async () => {
      await seed('/b', '/a/z', '/a-b', '/a', '/a_b', '/é', '/~')
      expect(await keysOf({})).toEqual(['/a', '/a-b', '/a/z', '/a_b', '/b', '/~', '/é'])
    })

    test('rows are read by their keys, all in one question, and missing ones are left out', async () => {
      await seed('/B', '/a', '/c')
      const found = await subject().store.getAll(['/none', '/c', '/b'])
      expect(found.map(({ id }) => id)).toEqual(['/B', '/c'])
      expect(await subject().store.getAll([])).toEqual([])
    })

    test('pages follow each other without gap or repetition, also when rows come between', async () => {
      await seed('/a', '/b', '/c', '/d')
      expect(await keysOf({}, { limit: 2 })).toEqual(['/a', '/b'])
      await seed('/a1', '/b1')
      expect(await keysOf({}, { limit: 2, after: '/b' })).toEqual(['/b1', '/c'])
      expect(await keysOf({}, { limit: 2, after: '/c' })).toEqual(['/d'])
    })

    test('rows below a key are those and no others, at any depth', async () => {
      await seed('/g/a', '/g/a/x', '/g/a/x/y', '/g/ab', '/g/a-b', '/g/a0', '/g/a.b')
      expect(await keysOf({ underKey: '/g/a' })).toEqual(['/g/a/x', '/g/a/x/y'])
    })

    test('a key’s own % and _ mean nothing but themselves', async () => {
      await seed('/g/a%/x', '/g/a_/x', '/g/abc/x')
      expect(await keysOf({ underKey: '/g/a%' })).toEqual(['/g/a%/x'])
      expect(await keysOf({ underKey: '/g/a_' })).toEqual(['/g/a_/x'])
    })

    test('type and parent choose, one or several, and none chooses nothing', async () => {
      const { store } = subject()
      await store.accept(put('/p/a', { type: 'one' }))
      await store.accept(put('/p/b', { type: 'two' }))
      await store.accept(put('/q/c', { type: 'two' }))
      expect(await keysOf({ type: 'two' })).toEqual(['/p/b', '/q/c'])
      expect(await keysOf({ type: ['one', 'two'], parentKey: '/p' })).toEqual(['/p/a', '/p/b'])
      expect(await keysOf({ parentKey: ['/p', '/q'] })).toEqual(['/p/a', '/p/b', '/q/c'])
      expect(await keysOf({ type: [] })).toEqual([])
      expect(await keysOf({ parentKey: [] })).toEqual([])
    })

    test('a row marked deleted is still there', async () => {
      const { store } = subject()
      await store.accept(put('/a'))
      await store.accept(remove('/a', 1))
      expect(await keysOf({})).toEqual(['/a'])
    })

    test.each(hostile)('a row with the key %s is written, found, woken, listed and removed', async (id) => {
      const { store } = subject()
      await seed(id, '/a/b')
      expect(await store.get(id)).toMatchObject({ id, key: id })
      expect(await keysOf({ underKey: '/a' }, { limit: 1, after: [id, '/a/b'].sort()[0] ?? '' })).toHaveLength(1)
      await store.wake([id], 5)
      expect(await store.nextDue()).toBe(5)
      await store.accept(remove(id, 1, { operation: undefined }))
      expect(await keysOf({})).toEqual(['/a/b'])
    })

    test('any set of keys is listed page by page as it is in one piece', async () => {
      const { store, database } = subject()
      const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => !text.includes('\0'))
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(name, { maxLength: 12, selector: (text) => text.toLowerCase() }),
          async (names) => {
            await database.db.deleteFrom('resources').execute()
            await seed(...names.map((each) => `/n/${each}`))
            const expected = names.map((each) => `/n/${each}`.toLowerCase()).sort(byBytes)
            const pages: string[] = []
            for (let after = ''; ; ) {
              const page = await store.list({ underKey: '/n' }, { limit: 3, after })
              if (page.length === 0) break
              pages.push(...page.map(({ key }) => key))
              after = pages.at(-1) ?? ''
            }
            expect(pages).toEqual(expected)
          },
        ),
        { numRuns: 30 },
      )
    })
  })
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
