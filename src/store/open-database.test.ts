import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from './open-database.ts'

describe('opening a SQLite database', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carrel-db-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  test('what was written is there after closing and opening again', async () => {
    const file = join(folder, 'carrel.db')
    const first = await openDatabase({ file })
    await first.db.insertInto('settings').values({ name: 'a', value: 'b' }).execute()
    await first.close()
    const second = await openDatabase({ file })
    expect(await second.db.selectFrom('settings').selectAll().execute()).toEqual([{ name: 'a', value: 'b' }])
    await second.close()
  })

  test('the file is readable by its owner alone', async () => {
    const file = join(folder, 'carrel.db')
    const opened = await openDatabase({ file })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await opened.close()
  })

  test('a read-only opening sees what the writer commits and can write nothing', async () => {
    const file = join(folder, 'carrel.db')
    const writer = await openDatabase({ file })
    const reader = await openDatabase({ file, readonly: true })
    await writer.db.insertInto('settings').values({ name: 'a', value: 'b' }).execute()
    expect(await reader.db.selectFrom('settings').selectAll().execute()).toHaveLength(1)
    await expect(reader.db.deleteFrom('settings').execute()).rejects.toThrow(/readonly/)
    await reader.close()
    await writer.close()
  })

  test('a database in memory starts with every table', async () => {
    const opened = await openDatabase({ file: ':memory:' })
    const tables = (await opened.db.introspection.getTables()).map(({ name }) => name)
    expect(tables).toEqual(
      expect.arrayContaining(['resources', 'operations', 'claims', 'quota_limits', 'oidc', 'users', 'settings']),
    )
    await opened.close()
  })

  test('of several processes that start together one makes the tables', async () => {
    const file = join(folder, 'carrel.db')
    await Promise.all([openElsewhere(file), openElsewhere(file), openElsewhere(file)])
    const { db, close } = await openDatabase({ file })
    expect(await db.selectFrom('resources').selectAll().execute()).toEqual([])
    await close()
  })

  test('a new file that another process is writing at that moment is waited for', async () => {
    const file = join(folder, 'carrel.db')
    const writing = writeElsewhere(file)
    await once(writing.stdout, 'data')
    const { db, close } = await openDatabase({ file })
    expect(await db.selectFrom('resources').selectAll().execute()).toEqual([])
    await close()
    if (writing.exitCode === null) await once(writing, 'exit')
  })
})

/** Begins to write to a file that is no log of changes yet, says so, and is done a little later. */
function writeElsewhere(file: string) {
  const script = `const { default: Database } = await import('better-sqlite3')
    const opened = new Database(${JSON.stringify(file)})
    opened.exec('begin immediate; create table first (name text)')
    console.log('writing')
    setTimeout(() => opened.exec('commit').close(), 300)`
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Opens and closes the file in a process of its own; rejects when that fails. */
async function openElsewhere(file: string): Promise<void> {
  const module = new URL('./open-database.ts', import.meta.url).href
  const script = `const { openDatabase } = await import(${JSON.stringify(module)})
    const opened = await openDatabase({ file: ${JSON.stringify(file)} })
    await opened.close()`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
}
