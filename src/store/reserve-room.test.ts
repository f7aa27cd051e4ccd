import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openDatabase } from './open-database.ts'
import { roomLeft } from './reserve-room.ts'

const megabyte = 1024 ** 2

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'carrel-room-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

test('file and log have room for changes that must be written on a full disk, and no table is left of it', async () => {
  await using place = await folder()
  const file = join(place.path, 'carrel.db')
  const opened = await openDatabase({ file })
  const looking = new Database(file, { readonly: true })
  expect(roomLeft(looking)).toBeGreaterThan(5 * megabyte)
  expect((await stat(`${file}-wal`)).size).toBeGreaterThan(5 * megabyte)
  expect(looking.prepare("select name from sqlite_schema where name = 'room'").all()).toEqual([])
  looking.close()
  await opened.close()
})

test('the file does not grow from start to start', async () => {
  await using place = await folder()
  const file = join(place.path, 'carrel.db')
  const sizes: number[] = []
  for (const _start of [1, 2, 3]) {
    const opened = await openDatabase({ file })
    await opened.close()
    sizes.push((await stat(file)).size)
  }
  expect(sizes[2]).toBe(sizes[1])
})

test('room that growth has used up is made anew', async () => {
  await using place = await folder()
  const file = join(place.path, 'carrel.db')
  const opened = await openDatabase({ file })
  const growing = new Database(file)
  growing.exec('create table growth (filling blob); insert into growth values (zeroblob(6000000))')
  expect(roomLeft(growing)).toBeLessThan(megabyte)
  opened.renewRoom()
  expect(roomLeft(growing)).toBeGreaterThan(5 * megabyte)
  growing.close()
  await opened.close()
})
