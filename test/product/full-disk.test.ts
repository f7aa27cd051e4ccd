// A person fills the disk from inside their node: Docker's, or the one with everybody's homes and the server's own store.
// Stop and delete still work; that is how room is made. Then what was stopped starts again.

import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test, vi } from 'vitest'
import { accept, stateOf } from '../support/compute-steps.ts'
import { giveFreePagesBack } from '../support/free-pages.ts'
import { openKernel } from '../support/kernel.ts'
import { leftBehind } from '../support/left-behind.ts'
import { openOwnDockerd } from '../support/own-dockerd.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { skipUnlessRoot } from '../support/root.ts'

const run = promisify(execFile)
const megabyte = 1024 ** 2
/** Of the small disks; each holds what it must and more than a gigabyte of room, without which `up` refuses. */
const dataBytes = 1300 * megabyte
const dockerBytes = 2000 * megabyte

skipUnlessRoot()

test("stop and delete work when Docker's disk is full, and start when there is room", async () => {
  await using dockerd = await openOwnDockerd({ diskBytes: dockerBytes })
  await using product = await startProduct(['--no-instance'], dockerd.environment)
  await product.createInstance('filler')
  await product.createInstance('neighbour')
  await product.createInstance('third')
  await fill(product, 'filler', '/opt/filler')
  await giveFreePagesBack(join(dockerd.dataRoot, 'network/files/local-kv.db'))
  await run('dd', ['if=/dev/zero', `of=${join(dockerd.dataRoot, 'rest')}`, 'bs=4096']).catch(ifFull)
  await stopAndDelete(product)
})

test('signing in, stop and delete work when the disk with the homes and the store is full, also for a new server', async () => {
  await using disk = await openDisk(dataBytes)
  await using product = await startProductOn(disk.folder)
  await product.createInstance('filler')
  await product.createInstance('neighbour')
  await product.createInstance('third')
  await fill(product, 'filler', '/home/azureuser/filler')
  const before = await killProcess(product.data, 'server')
  await untilReplaced(product.data, 'server', before)
  await product.signIn('neighbour-lab')
  await stopAndDelete(product)
})

async function startProductOn(folder: string): Promise<Product> {
  vi.stubEnv('TMPDIR', folder)
  const product = await startProduct()
  vi.unstubAllEnvs()
  expect(product.data.startsWith(folder)).toBe(true)
  return product
}

/** As the root of the node, to the last byte; never more than the small disk could hold. */
async function fill(product: Product, name: string, path: string): Promise<void> {
  await using kernel = await openKernel(product, name)
  const said = await kernel.shell(
    `sudo sh -c 'head -c ${dockerBytes} /dev/zero > ${path}; for n in 1 2 3 4 5 6 7 8; do echo $n >> ${path}.$n; done'`,
  )
  expect(said).toContain('No space left on device')
}

async function stopAndDelete(product: Product): Promise<void> {
  await accept(product, 'filler', 'stop')
  await accept(product, 'third', 'stop')
  await product.untilState('filler', 'Stopped')
  await product.untilState('third', 'Stopped')
  await accept(product, 'neighbour', 'delete')
  await until(() => leftBehind(product.data))
  expect(await stateOf(product, 'neighbour')).toBe('absent')
  await accept(product, 'filler', 'delete')
  await until(() => leftBehind(product.data))
  await accept(product, 'third', 'start')
  await product.untilState('third', 'Running')
}

function ifFull(error: Error): void {
  if (!error.message.includes('No space left on device')) throw error
}

async function openDisk(bytes: number): Promise<{ folder: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-disk-'))
  await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'carrel-test', folder])
  return {
    folder,
    async [Symbol.asyncDispose]() {
      await run('umount', ['--lazy', folder])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
