import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { annexEnvironment, findAnnex, inAnnex } from './annex.ts'

const name = `test-${process.pid}-1`
let pid: number | undefined
let end: () => Promise<void>

beforeAll(async () => {
  const env = { PATH: '/opt/tool/bin', OF_THE_IMAGE: 'a=b\nc', EMPTY: '', HOSTNAME: 'its own' }
  const held = spawn('/bin/sh', ['-c', 'echo held; while :; do kill -STOP $$; done', 'carrel-annex', name], { env })
  pid = held.pid
  end = async () => {
    const gone = once(held, 'exit')
    held.kill('SIGKILL')
    await gone
  }
  await once(held.stdout, 'data')
})
afterAll(() => end())

test('an annex is found by its name, and by the whole of it', () => {
  expect(findAnnex(name)).toBe(pid)
  expect(findAnnex(name.slice(0, -1))).toBeUndefined()
})

test('what its image says is read as it is, but for its name', () => {
  const { PWD: _, ...environment } = annexEnvironment(pid ?? 0)
  expect(environment).toEqual({ PATH: '/opt/tool/bin', OF_THE_IMAGE: 'a=b\nc', EMPTY: '' })
})

test('a command in it begins in the first of its folders', () => {
  const [chroot, root, shell, , script = '', ...words] = inAnnex(17, ['/mnt/a', '/out'])
  expect([chroot, root, shell, words]).toEqual([
    expect.stringMatching(/bin\/chroot$/),
    '/proc/17/root',
    '/bin/sh',
    ['job', '/mnt/a', '/out'],
  ])
  expect(script).toContain('cd "$1"')
})
