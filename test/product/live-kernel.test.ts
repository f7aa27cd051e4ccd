// A person's open notebook does not notice the server: killed or restarted, the kernel's WebSocket stays open and goes on
// answering, and what is asked of the API meanwhile is held, not refused.

import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openKernel } from '../support/kernel.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

let product: Product
skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  product = await startProduct()
  await product.createInstance('notebook')
})
afterAll(() => product?.[Symbol.asyncDispose]())

test.each([
  ['killed', 'SIGKILL'],
  ['restarted', 'SIGTERM'],
] as const)('a kernel goes on answering on its open connection while the server is %s', async (_how, signal) => {
  await using kernel = await openKernel(product, 'notebook')
  expect(await kernel.run('answer = 41\nprint(answer + 1)')).toBe('42\n')

  const before = await killProcess(product.data, 'server', signal)
  const whileAway: string[] = []
  let isBack = false
  const back = untilReplaced(product.data, 'server', before).then(() => {
    isBack = true
  })
  do whileAway.push(await kernel.run('answer += 1\nprint(answer)'))
  while (!isBack)
  await back

  expect(whileAway).toEqual(whileAway.map((_line, index) => `${42 + index}\n`))
  expect(await stateSeenByApi()).toBe('Running')
  expect(await kernel.run('print("still here")')).toBe('still here\n')
  expect(kernel.isOpen).toBe(true)
})

test.each([
  ['killed', 'SIGKILL'],
  ['restarted', 'SIGTERM'],
] as const)('requests to the API made while the server is %s are held and answered', async (_how, signal) => {
  const before = await killProcess(product.data, 'server', signal)
  const answers: string[] = []
  let isBack = false
  const back = untilReplaced(product.data, 'server', before).then(() => {
    isBack = true
  })
  do answers.push(...(await Promise.all(Array.from({ length: 8 }, () => stateSeenByApi()))))
  while (!isBack)
  await back
  answers.push(await stateSeenByApi())
  expect(new Set(answers)).toEqual(new Set(['Running']))
})

test('a change asked for while there is no server is accepted by the next one', async () => {
  const { subscriptionId } = product.facts
  const group = `/subscriptions/${subscriptionId}/resourceGroups/while-away?api-version=2021-04-01`
  const before = await killProcess(product.data, 'server')
  await until(async () => (existsSync(`/proc/${before}`) ? 'the server is still there' : undefined))
  await product.client.call('PUT', group, { location: 'local', tags: { asked: 'meanwhile' } })
  const found = await product.client.call<{ tags: Record<string, string> }>('GET', group)
  expect(found.tags).toEqual({ asked: 'meanwhile' })
})

test('a kernel that was computing while the server was away hands over its output', async () => {
  await using kernel = await openKernel(product, 'notebook')
  const output = kernel.run('import time\nfor n in range(30):\n    print(n, flush=True)\n    time.sleep(0.1)')
  const before = await killProcess(product.data, 'server')
  await untilReplaced(product.data, 'server', before)
  expect(await output).toBe(Array.from({ length: 30 }, (_, n) => `${n}\n`).join(''))
})

async function stateSeenByApi(): Promise<string> {
  const found = await product.client.call<{ properties: { properties: { state: string } } }>(
    'GET',
    `${product.computeId('notebook')}?api-version=2024-10-01`,
  )
  return found.properties.properties.state
}
