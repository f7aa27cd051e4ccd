// CI-93 on a Docker whose storage can hold machines to a size: here btrfs, on a disk of its own.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installPackages } from '../../src/host/install-packages.ts'
import { findCommand } from '../../src/host/run-command.ts'
import { accept } from '../support/compute-steps.ts'
import { openKernel } from '../support/kernel.ts'
import { type OwnDockerd, openOwnDockerd } from '../support/own-dockerd.ts'
import { type Product, startProduct } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const name = 'writer'
const gigabyte = 1024 ** 3
skipUnlessRoot()

describe.runIf(isRoot)('CI-93: an OS disk of the size that was chosen', () => {
  let dockerd: OwnDockerd
  let product: Product

  beforeAll(async () => {
    if ((await findCommand('mkfs.btrfs')) === undefined) await installPackages(['btrfs-progs'], () => undefined)
    dockerd = await openOwnDockerd({ diskBytes: 12 * gigabyte, fileSystem: 'btrfs' })
    product = await startProduct(['--no-instance', '--os-disk', '2'], dockerd.environment)
    await product.createInstance(name)
  })
  afterAll(async () => {
    await product?.[Symbol.asyncDispose]()
    await dockerd?.[Symbol.asyncDispose]()
  })

  const shell = async (command: string): Promise<string> => {
    await using kernel = await openKernel(product, name)
    return (await kernel.shell(command)).trim()
  }

  test('it takes what fits and no more, while the host has room', async () => {
    expect(await shell('sudo head -c 300M /dev/zero | sudo tee /opt/fits >/dev/null; echo done')).toBe('done')
    expect(await shell('sudo sh -c "head -c 3G /dev/zero > /opt/more"')).toMatch(/quota exceeded|No space left/)
  })

  test('a full one holds up neither stop nor start, and what was freed can be written again', async () => {
    await accept(product, name, 'stop')
    await product.untilState(name, 'Stopped')
    await accept(product, name, 'start')
    await product.untilState(name, 'Running')
    expect(
      await shell('sudo rm /opt/more; sync; sudo head -c 300M /dev/zero | sudo tee /opt/again >/dev/null; echo done'),
    ).toBe('done')
  })
})
