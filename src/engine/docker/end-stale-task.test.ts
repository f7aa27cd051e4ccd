import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { endStaleTask } from './end-stale-task.ts'

const refusal = (id: string) => new Error(`(HTTP code 500) server error - task ${id}: already exists `)
const newId = () => randomBytes(32).toString('hex')

/** A program of that name and id that waits; `children`: with one below it. */
async function shim(id: string, children: boolean): Promise<ChildProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-shim-'))
  const program = join(folder, 'containerd-shim-runc-v2')
  await symlink(process.execPath, program)
  const script = join(folder, 'wait.js')
  const waits = 'setInterval(() => undefined, 1000)'
  const tells = '(code, signal) => process.stdout.write(signal)'
  const begins = children ? `require('node:child_process').spawn('sleep', ['600']).on('exit', ${tells});` : ''
  await writeFile(script, `${begins} process.stdout.write('up'); ${waits}`)
  const child = spawn(program, [script, '-namespace', 'moby', '-id', id], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout as NodeJS.EventEmitter, 'data')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true })
  })
  return child
}

test('what stands for a task that is over is ended', async () => {
  const id = newId()
  const child = await shim(id, false)
  const ended = once(child, 'exit')
  expect(await endStaleTask(refusal(id), id)).toBe(true)
  expect(await ended).toEqual([null, 'SIGKILL'])
})

test('what runs and nobody knows of is ended before that', async () => {
  const id = newId()
  const child = await shim(id, true)
  const ended = once(child.stdout as NodeJS.EventEmitter, 'data')
  expect(await endStaleTask(new Error('(HTTP code 500) server error - id already in use '), id)).toBe(true)
  expect(String(await ended)).toBe('SIGKILL')
  expect([child.exitCode, child.signalCode]).toEqual([null, null])
})

test('one of another, and one of which Docker says something else, are left alone', async () => {
  const id = newId()
  const child = await shim(id, false)
  expect(await endStaleTask(refusal(newId()), newId())).toBe(false)
  expect(await endStaleTask(new Error(`no such container ${id}`), id)).toBe(false)
  expect([child.exitCode, child.signalCode]).toEqual([null, null])
})

describe('the folder of a task that never began', () => {
  const refusalOf = (path: string) =>
    new Error(`(HTTP code 500) server error - failed to start shim: mkdir ${path}: file exists: unknown `)

  async function folderOf(id: string): Promise<string> {
    const root = await mkdtemp(join(tmpdir(), 'carrel-task-'))
    onTestFinished(() => rm(root, { recursive: true }))
    const path = join(root, 'io.containerd.runtime.v2.task', 'moby', id)
    await mkdir(join(path, 'rootfs'), { recursive: true })
    await writeFile(join(path, 'config.json'), '{}')
    await writeFile(join(root, 'kept'), 'kept')
    await symlink(join(root, 'kept'), join(path, 'work'))
    return path
  }

  test('is taken away, and nothing that it leads to', async () => {
    const id = newId()
    const path = await folderOf(id)
    expect(await endStaleTask(refusalOf(path), id)).toBe(true)
    expect(await readdir(join(path, '..'))).toEqual([])
    expect(await readdir(join(path, '../../..'))).toContain('kept')
  })

  test('stays with what is in it when a disk is there', async () => {
    const id = newId()
    const path = await folderOf(id)
    await writeFile(join(path, 'rootfs', 'precious'), '')
    expect(await endStaleTask(refusalOf(path), id)).toBe(false)
    expect((await readdir(path)).sort()).toEqual(['config.json', 'rootfs', 'work'])
    expect(await readdir(join(path, 'rootfs'))).toEqual(['precious'])
  })

  test('of another container stays', async () => {
    const path = await folderOf(newId())
    expect(await endStaleTask(refusalOf(path), newId())).toBe(false)
    expect((await readdir(path)).sort()).toEqual(['config.json', 'rootfs', 'work'])
  })

  test('stays while its shim lives, which is ended first', async () => {
    const id = newId()
    const child = await shim(id, false)
    const ended = once(child, 'exit')
    const path = await folderOf(id)
    expect(await endStaleTask(refusalOf(path), id)).toBe(true)
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect((await readdir(path)).sort()).toEqual(['config.json', 'rootfs', 'work'])
  })
})
