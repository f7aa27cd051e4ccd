// Rows copied from one database into another, of the same kind or the other, while somebody goes on writing.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filledTables, loadRows } from '../../src/store/load-rows.ts'
import { migratorOf } from '../../src/store/migrations/migrate.ts'
import { type DatabaseLocation, type OpenDatabase, openDatabase } from '../../src/store/open-database.ts'
import { type RowPage, readSnapshot } from '../../src/store/snapshot.ts'
import { type TableShape, tableShapes } from '../../src/store/table-shapes.ts'
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres.ts'

type Kind = 'sqlite' | 'postgres'

const users = 1234
const hasPostgres = postgresBinaries() !== undefined
if (!hasPostgres)
  console.log('PostgreSQL is not installed: copies are tried on SQLite alone (apt-get install postgresql)')
const kinds: readonly Kind[] = hasPostgres ? ['sqlite', 'postgres'] : ['sqlite']
const pairs = kinds.flatMap((from) => kinds.map((to) => [from, to] as const))

let folder: string
let postgres: PrivatePostgres | undefined
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-copy-'))
  postgres = hasPostgres ? await startPostgres() : undefined
})
afterAll(async () => {
  await postgres?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

describe.each(pairs)('from %s to %s', (from, to) => {
  test('every row arrives as it was at one moment, whatever is written meanwhile', async () => {
    const place = await newPlace(from)
    await using source = await opened(place)
    await fill(source, users)
    // A copy only reads, beside the server that writes.
    await using reading = await opened({ ...place, readonly: true })
    const shapes = await tableShapes()
    await using target = await opened(await newPlace(to))
    const writing = async function* (): AsyncGenerator<RowPage> {
      for await (const page of readSnapshot(reading, shapes)) {
        await insertUser(source, `late-${page.table}-${page.rows.length}`)
        await source.db.updateTable('users').set({ display_name: 'changed' }).execute()
        yield page
      }
    }
    await loadRows(target, shapes, { pages: writing() })
    const arrived = await target.db.selectFrom('users').selectAll().orderBy('object_id').execute()
    expect(arrived).toHaveLength(users)
    expect(new Set(arrived.map((row) => row.display_name))).toEqual(new Set(['Näme \u{1f4bb} "quoted"\n']))
    expect(arrived.every((row) => row.created_at === 2 ** 45 && row.disabled === 0)).toBe(true)
    expect(await source.db.selectFrom('users').select('object_id').execute()).not.toHaveLength(users)
  })

  test('rows arrive after those they point to', async () => {
    await using source = await opened(await newPlace(from))
    const group = { object_id: 'g', group_name: 'mappers', display_name: 'Mappers', created_at: 1 }
    await source.db.insertInto('groups').values(group).execute()
    await source.db.insertInto('group_members').values({ group_id: 'g', member_id: 'ana', source: 'here' }).execute()
    await using target = await opened(await newPlace(to))
    const shapes = await tableShapes()
    await loadRows(target, shapes, { pages: readSnapshot(source, shapes) })
    expect(await target.db.selectFrom('group_members').select(['group_id', 'member_id']).execute()).toEqual([
      { group_id: 'g', member_id: 'ana' },
    ])
  })

  test('a row that does not fit leaves nothing', async () => {
    await using target = await opened(await newPlace(to))
    const shapes = await tableShapes()
    const pages = async function* (): AsyncGenerator<RowPage> {
      yield { table: 'settings', rows: [{ name: 'one', value: 'two' }] }
      yield { table: 'settings', rows: [{ name: 'one', value: 'again' }] }
    }
    await expect(loadRows(target, shapes, { pages: pages() })).rejects.toThrow()
    expect(await filledTables(target.db, shapes)).toEqual([])
  })

  test('rows of older tables are brought up to date', async () => {
    const old = '001-initial'
    const shapes = await tableShapes(old)
    const place = await newPlace(to)
    const before = await openDatabase({ ...place, upTo: old })
    const pages = async function* (): AsyncGenerator<RowPage> {
      yield { table: 'users', rows: [userRow('ana')] }
    }
    await loadRows(before, shapes, { pages: pages() })
    await before.close()
    await using now = await opened(place)
    expect((await migratorOf(now).getMigrations()).every(({ executedAt }) => executedAt !== undefined)).toBe(true)
    expect(await now.db.selectFrom('users').select('user_name').execute()).toEqual([{ user_name: 'ana' }])
  })
})

test('every table has a key to be read in the order of', async () => {
  const shapes: readonly TableShape[] = await tableShapes()
  expect(shapes.filter(({ key }) => key.length === 0)).toEqual([])
  expect(shapes.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['resources', 'operations', 'users', 'settings']),
  )
  expect(shapes.map(({ name }) => name).filter((name) => name.startsWith('kysely'))).toEqual([])
})

async function newPlace(kind: Kind): Promise<DatabaseLocation> {
  if (kind === 'sqlite') return { file: join(folder, `${++files}.db`) }
  const url = await postgres?.createDatabase()
  if (url === undefined) throw new Error('PostgreSQL is not installed')
  return { url }
}

async function opened(place: DatabaseLocation): Promise<OpenDatabase & AsyncDisposable> {
  const database = await openDatabase(place)
  return { ...database, [Symbol.asyncDispose]: () => database.close() }
}

async function fill(database: OpenDatabase, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => userRow(`user-${index}`))
  for (let at = 0; at < count; at += 100) {
    await database.db
      .insertInto('users')
      .values(rows.slice(at, at + 100))
      .execute()
  }
}

async function insertUser(database: OpenDatabase, name: string): Promise<void> {
  await database.db
    .insertInto('users')
    .values(userRow(name))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function userRow(name: string) {
  return {
    object_id: `id-${name}`,
    user_name: name,
    display_name: 'Näme \u{1f4bb} "quoted"\n',
    password_hash: '',
    valid_from: 0,
    disabled: 0,
    created_at: 2 ** 45,
  }
}
