// Kill the server at any instant of a deployment: the next one goes on with it, and no resource is made twice or forgotten.
// The moments are where it is killed; nothing here is asserted of how long a step takes.

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventsOf } from '../support/compute-steps.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const ml = 'Microsoft.MachineLearningServices'
const isLong = process.env['CARREL_TEST_LONG'] === '1'
const moments = isLong ? [0, 20, 50, 100, 150, 200, 300, 400, 600, 800] : [0, 60, 250]

let product: Product
skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  product = await startProduct()
})
afterAll(() => product?.[Symbol.asyncDispose]())

interface Shown {
  readonly properties: { readonly provisioningState: string; readonly error?: unknown }
}

test.each(moments)('killed %d ms after each look, it takes every step once', async (ms) => {
  const { workspace, resourceGroup, subscriptionId } = product.facts
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`
  const path = `${group}/providers/Microsoft.Resources/deployments/killed-${ms}?api-version=2021-04-01`
  const names = [1, 2, 3, 4].map((number) => `ws-${ms}-${number}`)
  const desk = `desk-${ms}`
  const resources = [
    ...names.map((name, index) => ({
      ...{ type: `${ml}/workspaces`, apiVersion: '2023-04-01', name, location: 'local', properties: {} },
      dependsOn: index === 0 ? [] : [names[index - 1]],
    })),
    {
      ...{
        type: `${ml}/workspaces/computes`,
        apiVersion: '2023-04-01',
        name: `${workspace}/${desk}`,
        location: 'local',
      },
      properties: { computeType: 'ComputeInstance', properties: { vmSize: 'STANDARD_DS1_V2' } },
    },
  ]
  const template = { $schema: 'https://schema/deploymentTemplate.json#', contentVersion: '1.0.0.0', resources }
  await product.client.call('PUT', path, { properties: { mode: 'Incremental', template } })
  for (let kill = 0; kill < 3; kill++) {
    await sleep(ms)
    await untilReplaced(product.data, 'server', await killProcess(product.data, 'server'))
  }
  await until(async () => {
    const { properties } = await product.client.call<Shown>('GET', path)
    return properties.provisioningState === 'Succeeded' ? undefined : JSON.stringify(properties)
  })
  const desks = await eventsOf(product, desk)
  expect(desks.map(({ operationName }) => operationName).filter(isWrite)).toEqual(['Create'])
  for (const name of names) {
    const id = `${group}/providers/${ml}/workspaces/${name}`
    const { value } = await product.client.call<{ value: { operationName: string }[] }>(
      'GET',
      `${id}/events?api-version=2024-10-01`,
    )
    expect(value.map(({ operationName }) => operationName).filter(isWrite)).toEqual(['Create'])
  }
})

function isWrite(verb: string): boolean {
  return ['Create', 'Update'].includes(verb)
}
