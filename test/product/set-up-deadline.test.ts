// CI-112: a node that never finishes setting itself up is told as such, with a next step, and is used again after a start.

import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { makeWaitingImage } from '../support/application-image.ts'
import { accept, stateOf } from '../support/compute-steps.ts'
import { startProduct, until } from '../support/product.ts'
import { skipUnlessRoot } from '../support/root.ts'
import { useTestClock } from '../support/test-clock.ts'

const minutes = 60_000
const name = 'slow'
skipUnlessRoot()

test('CI-112: SettingUp becomes SetupFailed at its deadline; start, and it runs', async () => {
  await using stack = new AsyncDisposableStack()
  const product = stack.use(await startProduct())
  const { paths, installation } = await readConfig(product.data)
  const image = stack.use(await makeWaitingImage(installation.image, '/home/azureuser/go'))
  const configured = JSON.parse(await readFile(paths.config, 'utf8'))
  await writeFile(paths.config, JSON.stringify({ ...configured, image: image.name }))
  const clock = await useTestClock(product)
  await accept(product, name, 'create')
  await product.untilState(name, 'SettingUp')
  await clock.advance(16 * minutes)
  await product.untilState(name, 'SetupFailed')
  expect(await stateOf(product, name)).toBe('SetupFailed, Failed')
  const { properties } = await product.client.call<{ properties: { provisioningErrors: { error: unknown }[] } }>(
    'GET',
    `${product.computeId(name)}?api-version=2024-10-01`,
  )
  expect(properties.provisioningErrors).toMatchObject([{ error: { code: 'OperationTimedOut' } }])
  const nodes = join(paths.volumes, 'nodes')
  for (const key of await readdir(nodes)) await writeFile(join(nodes, key, 'home/go'), '')
  await accept(product, name, 'start')
  await product.untilState(name, 'Running')
  await accept(product, name, 'delete')
  await until(async () => ((await stateOf(product, name)) === 'absent' ? undefined : 'it is still there'))
})
