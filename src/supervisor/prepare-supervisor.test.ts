import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepareSupervisor } from './prepare-supervisor.ts'

let supervisorFolder: string
beforeEach(async () => {
  supervisorFolder = await mkdtemp(join(tmpdir(), 'carrel-supervisor-'))
})
afterEach(() => rm(supervisorFolder, { recursive: true, force: true }))

test('the folder is filled once, by many at the same time, and left alone after', async () => {
  await Promise.all([prepareSupervisor({ supervisorFolder }), prepareSupervisor({ supervisorFolder })])
  const names = (await readdir(supervisorFolder)).sort()
  expect(names.map((name) => name.replace(/-.*/, ''))).toEqual(['node', 'program', 'start'])
  const before = await stat(join(supervisorFolder, 'start'))
  await prepareSupervisor({ supervisorFolder })
  expect((await readdir(supervisorFolder)).sort()).toEqual(names)
  expect((await stat(join(supervisorFolder, 'start'))).ino).toBe(before.ino)
})

test('what an attempt that was cut off left behind goes, and one that is under way does not', async () => {
  const [old, young] = ['program-x.1.new', 'program-x.2.new'].map((name) => join(supervisorFolder, name))
  for (const path of [old, young]) await mkdir(path ?? '')
  await utimes(old ?? '', new Date(0), new Date(0))
  await prepareSupervisor({ supervisorFolder })
  expect((await readdir(supervisorFolder)).filter((name) => name.endsWith('.new'))).toEqual(['program-x.2.new'])
})

test('the start line names what is there, and its Node runs with nothing but what came along', async () => {
  await prepareSupervisor({ supervisorFolder })
  const line = await readFile(join(supervisorFolder, 'start'), 'utf8')
  const paths = [...line.matchAll(/\/carrel\/supervisor\/(\S+)/g)].map((match) =>
    join(supervisorFolder, match[1] ?? ''),
  )
  for (const path of paths) expect((await stat(path)).size).toBeGreaterThan(0)
  const [loader = '', libraries = '', node = '', program = ''] = paths
  const { stdout } = await promisify(execFile)(loader, ['--library-path', libraries, node, '--version'])
  expect(stdout.trim()).toBe(process.version)
  await promisify(execFile)(process.execPath, ['--check', program])
  expect(await readFile(program, 'utf8')).not.toMatch(/from '\.\/[^']*\.ts'/)
})
