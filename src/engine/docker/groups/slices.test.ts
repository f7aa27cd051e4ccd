import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { slices } from './slices.ts'

const unit = 'system-carrel\\x2dinst0001\\x2dc\\x2done.slice'
/** As the kernel shows the tree that systemd keeps. */
let root: string
let slice: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'carrel-slices-'))
  slice = join(root, 'system.slice', unit)
  await mkdir(slice, { recursive: true })
})
afterEach(() => rm(root, { recursive: true, force: true }))

test('a slice is below the one of Docker’s containers and of no other, whatever dashes its name has', async () => {
  const keeper = slices({ root })
  expect(keeper.parentOf('carrel-inst0001-c-one')).toBe(unit)
  await mkdir(join(root, 'system.slice/docker.service'))
  expect(await keeper.names()).toContain('carrel-inst0001-c-one')
})

test('systemd is asked for nothing that is so already', async () => {
  const files = {
    'memory.max': '268435456',
    'memory.swap.max': '0',
    'cpu.max': '150000 100000',
    'pids.max': '100',
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(slice, name), `${content}\n`)
  const path = process.env['PATH']
  try {
    // With no systemctl to be found, asking would fail.
    process.env['PATH'] = root
    const keeper = slices({ root })
    await keeper.hold('carrel-inst0001-c-one', { Memory: 268_435_456, NanoCpus: 1.5e9, PidsLimit: 100 }, false)
    await keeper.hold('carrel-inst0001-c-one', { Memory: 1_000_000, NanoCpus: 1e9, PidsLimit: 10 }, true)
    const less = keeper.hold('carrel-inst0001-c-one', { Memory: 1_000_000, NanoCpus: 1e9, PidsLimit: 10 }, false)
    await expect(less).rejects.toThrow('systemctl')
  } finally {
    process.env['PATH'] = path
  }
})

test('a slice that holds a container stays: to stop it would end what is in it', async () => {
  await mkdir(join(slice, 'docker-ab.scope'))
  await expect(slices({ root }).remove('carrel-inst0001-c-one')).rejects.toThrow('still holds docker-ab.scope')
})
