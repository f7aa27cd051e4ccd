// CI-112: a node that never finishes setting itself up is told as such, with a next step, and is used again after a start.

import { setTimeout as sleep } from 'node:timers/promises'
import Docker from 'dockerode'
import { expect, test } from 'vitest'
import { labels } from '../../src/engine/docker/names.ts'
import { dockerSocket } from '../../src/host/docker-daemon.ts'
import { accept, stateOf } from '../support/compute-steps.ts'
import { startProduct, until } from '../support/product.ts'
import { skipUnlessRoot } from '../support/root.ts'
import { useTestClock } from '../support/test-clock.ts'

const minutes = 60_000
const name = 'slow'
skipUnlessRoot()

test('CI-112: SettingUp becomes SetupFailed at its deadline; start, and it runs', async () => {
  await using product = await startProduct()
  const clock = await useTestClock(product)
  await accept(product, name, 'create')
  const lab = await untilLabBegins(product.computeId(name))
  process.kill(lab, 'SIGSTOP')
  await product.untilState(name, 'SettingUp')
  await clock.advance(16 * minutes)
  await product.untilState(name, 'SetupFailed')
  expect(await stateOf(product, name)).toBe('SetupFailed, Failed')
  const { properties } = await product.client.call<{ properties: { provisioningErrors: { error: unknown }[] } }>(
    'GET',
    `${product.computeId(name)}?api-version=2024-10-01`,
  )
  expect(properties.provisioningErrors).toMatchObject([{ error: { code: 'OperationTimedOut' } }])
  await accept(product, name, 'start')
  await product.untilState(name, 'Running')
  await accept(product, name, 'delete')
  await until(async () => ((await stateOf(product, name)) === 'absent' ? undefined : 'it is still there'))
})

/** The process of Jupyter, as the host knows it, while it is still on its way up. */
async function untilLabBegins(computeId: string): Promise<number> {
  const docker = new Docker({ socketPath: dockerSocket() })
  const filters = { label: [`${labels.node}=${computeId}/nodes/0`] }
  for (;;) {
    const [container] = await docker.listContainers({ filters })
    const table = container && (await docker.getContainer(container.Id).top({ ps_args: '-eo pid,args' }))
    const found = table?.Processes.find((row: string[]) => /jupyter|start-lab/.test(row.join(' ')))
    if (found?.[0] !== undefined) return Number(found[0])
    await sleep(10)
  }
}
