import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { groupFolders } from './group-folders.ts'

/** Folders with the files that the kernel would show there. */
let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'carrel-groups-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const limits = { Memory: 1_000_000_000, NanoCpus: 1.5e9, PidsLimit: 100 }
const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), text)
  }
}
const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8')

test('in the second version a group is one folder, and those above it hand the controllers down', async () => {
  await write({
    'cgroup.subtree_control': 'cpu memory\n',
    'docker/cgroup.subtree_control': '\n',
    'docker/one/memory.max': 'max\n',
    'docker/one/memory.swap.max': 'max\n',
    'docker/one/cpu.max': 'max 100000\n',
    'docker/one/pids.max': 'max\n',
  })
  const groups = groupFolders({ root, version: 2 })
  await groups.hold('one', limits, false)
  expect(await read('cgroup.subtree_control')).toBe('+pids')
  expect(await read('docker/cgroup.subtree_control')).toBe('+memory +cpu +pids')
  expect(await read('docker/one/memory.max')).toBe('999997440')
  expect(await read('docker/one/memory.swap.max')).toBe('0')
  expect(await read('docker/one/cpu.max')).toBe('150000 100000')
  expect(await read('docker/one/pids.max')).toBe('100')
  expect(groups.parentOf('one')).toBe('/docker/one')
  expect(await groups.names()).toEqual(['one'])
})

test('in the first it is one in each tree; while it may only grow, nothing gets less', async () => {
  await write({
    'memory/docker/one/memory.limit_in_bytes': '2000000000\n',
    'memory/docker/one/memory.memsw.limit_in_bytes': '9223372036854771712\n',
    'cpu/docker/one/cpu.cfs_quota_us': '100000\n',
    'pids/docker/one/pids.max': 'max\n',
    'freezer/tasks': '',
  })
  const groups = groupFolders({ root, version: 1 })
  await groups.hold('one', limits, true)
  expect(await read('memory/docker/one/memory.limit_in_bytes')).toBe('2000000000\n')
  expect(await read('cpu/docker/one/cpu.cfs_quota_us')).toBe('150000')
  await groups.hold('one', limits, false)
  expect(await read('memory/docker/one/memory.limit_in_bytes')).toBe('999997440')
  expect(await read('memory/docker/one/memory.memsw.limit_in_bytes')).toBe('999997440')
  expect(await read('pids/docker/one/pids.max')).toBe('100')
})

test('a kernel without one of them holds what it can, and what is away is removed', async () => {
  await write({ 'memory/docker/one/memory.limit_in_bytes': '9223372036854771712\n', 'cpuset/tasks': '' })
  const groups = groupFolders({ root, version: 1 })
  await groups.hold('one', limits, false)
  expect(await read('memory/docker/one/memory.limit_in_bytes')).toBe('999997440')
  await groups.remove('two')
  await expect(groups.remove('one')).rejects.toThrow()
})
