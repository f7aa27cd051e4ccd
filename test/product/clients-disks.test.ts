// CI-94: the temporary disk, and what becomes of an instance whose user tries to switch it off from inside.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openKernel } from '../support/kernel.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const name = 'disks'
let product: Product
skipUnlessRoot()

async function shell(command: string): Promise<string> {
  await using kernel = await openKernel(product, name)
  return (await kernel.shell(command)).trim()
}

describe.runIf(isRoot)('CI-94', () => {
  beforeAll(async () => {
    product = await startProduct()
    await product.createInstance(name)
  })
  afterAll(() => product?.[Symbol.asyncDispose]())

  test('the temporary disk is at /mnt, the user’s to write to, and apart from the disk of the machine', async () => {
    expect(await shell('findmnt --noheadings --output TARGET --target /mnt')).toBe('/mnt')
    expect(await shell('touch /mnt/mine && stat --format %U /mnt/mine')).toBe('azureuser')
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
})
