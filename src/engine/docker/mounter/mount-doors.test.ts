import { mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog } from '../../../base/log.ts'
import { MountDoors } from './mount-doors.ts'

type Serve = ConstructorParameters<typeof MountDoors>[0]['serve']

let folder: string
let now = 0
beforeEach(async () => {
  now = 0
  // Longer than a socket's path may be.
  folder = join(await mkdtemp(join(tmpdir(), 'carrel-doors-')), 'x'.repeat(120), 'door')
  await mkdir(folder, { recursive: true })
})
afterEach(() => rm(join(folder, '../..'), { recursive: true, force: true }))

const doorsWith = (serve: Serve) =>
  new MountDoors({ clock: { now: () => now } as never, log: createLog('test', 'silent'), serve })

/** As a node does, by the shorter path it has. */
async function ask(): Promise<Record<string, unknown>> {
  await using there = await open(folder)
  return JSON.parse(await text(connect(`/proc/self/fd/${there.fd}/ask`)))
}

test('who comes is told where a mounter waits, and any user of the node may come', async () => {
  const doors = doorsWith(async (key, tell) => {
    tell(`for-${key}`)
    return undefined
  })
  await doors.open('c-one', folder)
  await doors.open('c-one', folder)
  expect(await ask()).toEqual({ socket: 'for-c-one' })
  expect((await stat(join(folder, 'ask'))).mode & 0o777).toBe(0o666)
  await doors.close('c-one')
  expect(await readdir(folder)).toEqual([])
})

test('what a killed server left is no obstacle to the next', async () => {
  await writeFile(join(folder, 'ask'), '')
  const doors = doorsWith(async () => 'no')
  await doors.open('c-one', folder)
  expect(await ask()).toEqual({ error: 'no' })
  await doors.close('c-one')
})

test('a node has one mounter at a time, and few may wait', async () => {
  let atOnce = 0
  let most = 0
  const go = Promise.withResolvers<void>()
  const doors = doorsWith(async (_key, tell) => {
    most = Math.max(most, ++atOnce)
    await go.promise
    tell('there')
    atOnce -= 1
    return undefined
  })
  await doors.open('c-one', folder)
  const sentAway = Promise.withResolvers<void>()
  let left = 4
  const answers = Array.from({ length: 20 }, async () => {
    const answer = await ask()
    if ('error' in answer && --left === 0) sentAway.resolve()
    return answer
  })
  await sentAway.promise
  go.resolve()
  const all = await Promise.all(answers)
  expect(all.filter(({ socket }) => socket === 'there')).toHaveLength(16)
  expect(most).toBe(1)
  await doors.close('c-one')
})

test('one that asks without end is sent away until time has passed', async () => {
  const doors = doorsWith(async () => 'served')
  await doors.open('c-one', folder)
  for (let each = 0; each < 200; each++) expect(await ask()).toEqual({ error: 'served' })
  expect((await ask())['error']).toMatch(/in a minute/)
  now += 2000
  expect(await ask()).toEqual({ error: 'served' })
  expect((await ask())['error']).toMatch(/in a minute/)
  await doors.close('c-one')
})

test('a mounter that cannot be had is told, and the door stays open', async () => {
  const doors = doorsWith(async () => {
    throw new Error('no Docker')
  })
  await doors.open('c-one', folder)
  expect((await ask())['error']).toMatch(/the log of the server/)
  expect((await ask())['error']).toMatch(/the log of the server/)
  await doors.close('c-one')
})

test('a machine of before, which has no such folder, has no door', async () => {
  const doors = doorsWith(async () => undefined)
  await expect(doors.open('c-one', join(folder, 'none'))).rejects.toThrow(/ENOENT/)
  await doors.close('c-one')
})
