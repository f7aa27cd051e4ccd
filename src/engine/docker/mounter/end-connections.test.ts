import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog } from '../../../base/log.ts'
import { endConnections } from './end-connections.ts'

const log = createLog('test', 'silent')
let folder: string
let records: string
let list: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-connections-'))
  records = join(folder, 'records')
  list = join(folder, 'list')
  await Promise.all([mkdir(records), mkdir(list)])
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** As the kernel shows it; answers what tells it from others. */
async function connection(number: string): Promise<string> {
  await mkdir(join(list, number))
  await writeFile(join(list, number, 'abort'), '')
  const { ino, ctimeNs } = await stat(join(list, number), { bigint: true })
  return `${ino} ${ctimeNs}`
}

test('a connection that was noted ends, and is noted no more', async () => {
  await writeFile(join(records, '57'), await connection('57'))
  await endConnections(records, log, list)
  expect(await readFile(join(list, '57/abort'), 'utf8')).toBe('1')
  expect(await readdir(records)).toEqual([])
})

test('one of somebody else, which has the number by now, goes on', async () => {
  const known = await connection('57')
  await writeFile(
    join(records, '57'),
    known.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
  )
  await writeFile(join(records, '58'), known)
  await connection('58')
  await endConnections(records, log, list)
  expect(await readFile(join(list, '57/abort'), 'utf8')).toBe('')
  expect(await readFile(join(list, '58/abort'), 'utf8')).toBe('')
  expect(await readdir(records)).toEqual([])
})

test('one that has gone, or a machine that never mounted, is nothing to do', async () => {
  await writeFile(join(records, '57'), '1 2')
  await endConnections(records, log, list)
  await endConnections(join(folder, 'none'), log, list)
  expect(await readdir(records)).toEqual([])
})
