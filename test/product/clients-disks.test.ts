// CI-94: the temporary disk, and what becomes of an instance whose user tries to switch it off from inside.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accept } from '../support/compute-steps.ts'
import { openKernel } from '../support/kernel.ts'
import { leftBehind, mountsBelow } from '../support/left-behind.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const name = 'disks'
const vmSize = 'STANDARD_A1_V2'
const megabyte = 1024 ** 2
let product: Product
skipUnlessRoot()

async function sizesOf({ client, facts }: Product): Promise<{ name: string; maxResourceVolumeMB: number }[]> {
  const location = `/subscriptions/${facts.subscriptionId}/providers/Microsoft.MachineLearningServices/locations/${facts.location}`
  const found = await client.call<{ value: { name: string; maxResourceVolumeMB: number }[] }>(
    'GET',
    `${location}/vmSizes?api-version=2024-10-01`,
  )
  return found.value
}

async function shell(command: string): Promise<string> {
  await using kernel = await openKernel(product, name)
  return (await kernel.shell(command)).trim()
}

describe.runIf(isRoot)('CI-94', () => {
  beforeAll(async () => {
    product = await startProduct()
    await product.createInstance(name, { vmSize })
  })
  afterAll(() => product?.[Symbol.asyncDispose]())

  test('the temporary disk is at /mnt, the user’s to write to, and apart from the disk of the machine', async () => {
    expect(await shell('findmnt --noheadings --output TARGET --target /mnt')).toBe('/mnt')
    expect(await shell('touch /mnt/mine && stat --format %U /mnt/mine')).toBe('azureuser')
  })

  test('it is as large as its size has it, and takes no more', async () => {
    const sizes = await sizesOf(product)
    const promised = (sizes.find(({ name: size }) => size === vmSize)?.maxResourceVolumeMB ?? 0) * megabyte
    expect(promised).toBe(10 * 1024 * megabyte)
    const bytes = Number(await shell('df --block-size=1 --output=size /mnt | tail -1'))
    expect(bytes).toBeGreaterThan(promised * 0.95)
    expect(bytes).toBeLessThanOrEqual(promised)
    expect(await shell('fallocate -l 9G /mnt/large && rm /mnt/large && ls /mnt')).toBe('mine')
    expect(await shell(`fallocate -l ${promised} /mnt/large || rm /mnt/large`)).toContain('No space left on device')
  })

  test('nobody can make a program with rights of it, nor a device', async () => {
    expect(await shell('findmnt --noheadings --output OPTIONS /mnt')).toMatch(/nosuid.*nodev/)
  })

  test('switched off from inside, which is not how one stops it, it comes up again with both disks as they were', async () => {
    const begun = () => shell("awk '{print $22}' /proc/1/stat")
    const before = await begun()
    await shell('echo kept | tee /mnt/kept > ~/kept')
    // The connection may end before there is an answer.
    await shell('sudo kill -TERM 1').catch(() => undefined)
    await until(async () => (Number(await begun()) > Number(before) ? undefined : 'it is still the same'))
    await product.untilState(name, 'Running')
    expect(await shell('cat /mnt/kept ~/kept')).toBe('kept\nkept')
  })

  test('stopped it is mounted nowhere, started again it is there, deleted nothing of it is left', async () => {
    await accept(product, name, 'stop')
    await product.untilState(name, 'Stopped')
    // The machine has ended by then; its disk follows.
    await until(() => leftBehind(product.data))
    expect((await mountsBelow(product.data)).filter((path) => path.endsWith('/tmp'))).toEqual([])
    await accept(product, name, 'start')
    await product.untilState(name, 'Running')
    expect(await shell('cat /mnt/kept')).toBe('kept')
    await accept(product, name, 'delete')
    await until(() => leftBehind(product.data))
  })
})
