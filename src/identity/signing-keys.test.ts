import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type OpenDatabase, openDatabase } from '../store/open-database.ts'
import { createSealer } from './seal.ts'
import { loadKeyRing, publicJwk, replaceSigningKeys } from './signing-keys.ts'

const sealer = createSealer(randomBytes(32))
const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
let database: OpenDatabase
beforeEach(async () => {
  database = await openDatabase({ file: ':memory:' })
})
afterEach(() => database.close())

const kidsAt = async (now: number) => (await loadKeyRing(database.db, sealer, now)).keys.map((key) => key.kid)

test('the first key is made once and kept sealed', async () => {
  const [kid = ''] = await kidsAt(start)
  expect(await kidsAt(start + day)).toEqual([kid])
  const { value } = await database.db.selectFrom('settings').selectAll().executeTakeFirstOrThrow()
  expect(value).not.toContain(kid)
})

test('two servers that start together use the same key', async () => {
  const [first, second] = await Promise.all([kidsAt(start), kidsAt(start)])
  expect(first).toEqual(second)
})

test('after 90 days a key is published a day before it signs, and the old one outlives its last token', async () => {
  const [old] = await kidsAt(start)
  const published = await kidsAt(start + 90 * day)
  expect(published).toHaveLength(2)
  expect(published[0]).toBe(old)
  const [first, second] = await kidsAt(start + 91 * day)
  expect([first, second]).toEqual([published[1], old])
  expect(await kidsAt(start + 91 * day + 3_600_000)).toHaveLength(2)
  expect(await kidsAt(start + 91 * day + 3 * 3_600_000)).toEqual([published[1]])
})

test('the ring says when it will look different', async () => {
  await loadKeyRing(database.db, sealer, start)
  expect((await loadKeyRing(database.db, sealer, start + day)).changesAt).toBe(start + 90 * day)
})

test('replacing the keys leaves no old one', async () => {
  const [old] = await kidsAt(start)
  await replaceSigningKeys(database.db, sealer, start + 1)
  expect(await kidsAt(start + 1)).not.toContain(old)
})

test('the published half holds nothing private', async () => {
  const [key] = (await loadKeyRing(database.db, sealer, start)).keys
  if (key === undefined) throw new Error('the ring is never empty')
  expect(Object.keys(publicJwk(key)).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
})
