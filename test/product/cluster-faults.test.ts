// The server killed while nodes come and go, and a day that passes: what the rows say, what runs and what is held stay one.

import { setTimeout as sleep } from 'node:timers/promises'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { useTestClock } from '../support/test-clock.ts'

const version = 'api-version=2018-05-01'
const userAccountSettings = { adminUserName: 'ana', adminUserPassword: 'a secret' }
const manual = (targetNodeCount: number) => ({ manual: { targetNodeCount } })

let product: Product
let workspace: string

beforeAll(async () => {
  product = await startProduct()
  const { subscriptionId, resourceGroup } = product.facts
  workspace = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.BatchAI/workspaces/batch`
  await call('PUT', workspace, { location: 'local' })
})
afterAll(() => product?.[Symbol.asyncDispose]())

const call = (method: string, path: string, body?: unknown) =>
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came over the wire
  product.client.call<any>(method, `${path}?${version}`, body)

/** Names of containers and networks of the installation. */
async function inDocker() {
  const { installationId, dockerSocket } = (await readConfig(product.data)).installation
  const docker = new Docker({ socketPath: dockerSocket.replace(/^unix:\/\//, '') })
  const filters = { label: [`carrel.installation=${installationId}`] }
  const [containers, networks] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
  ])
  return { containers: containers.length, networks: networks.length }
}

async function coresHeld(name: string): Promise<number> {
  const { subscriptionId } = product.facts
  const { value } = await call(
    'GET',
    `/subscriptions/${subscriptionId}/providers/Microsoft.BatchAI/locations/local/usages`,
  )
  return value.find((each: { name: { value: string } }) => each.name.value === name).currentValue
}

function untilNodes(name: string, count: number) {
  return until(async () => {
    const { nodeStateCounts, allocationState, currentNodeCount, errors } = (
      await call('GET', `${workspace}/clusters/${name}`)
    ).properties
    const isThere = nodeStateCounts.idleNodeCount === count && currentNodeCount === count
    return isThere && allocationState === 'steady' ? undefined : JSON.stringify([nodeStateCounts, errors])
  })
}

test.each([0, 400])('a server killed %i ms after nodes were asked for, and after they were given up', async (ms) => {
  const name = `killed-${ms}`
  const id = `${workspace}/clusters/${name}`
  const killed = async () => {
    await sleep(ms)
    const before = await killProcess(product.data, 'server')
    await untilReplaced(product.data, 'server', before)
  }
  await call('PUT', id, { properties: { vmSize: 'STANDARD_D1_V2', scaleSettings: manual(3), userAccountSettings } })
  await killed()
  await untilNodes(name, 3)
  expect([await inDocker(), await coresHeld('total')]).toEqual([{ containers: 3, networks: 1 }, 3])
  await call('PATCH', id, { properties: { scaleSettings: manual(1) } })
  await killed()
  await untilNodes(name, 1)
  expect([await inDocker(), await coresHeld('total')]).toEqual([{ containers: 1, networks: 1 }, 1])
  await call('DELETE', id)
  await killed()
  await until(async () => {
    const left = { ...(await inDocker()), cores: await coresHeld('total') }
    return left.containers + left.networks + left.cores === 0 ? undefined : JSON.stringify(left)
  })
})

test('BA-07: a node of low priority is taken after 24 hours of the product’s clock, and another takes its place', async () => {
  const clock = await useTestClock(product)
  const id = `${workspace}/clusters/cheap`
  const properties = {
    vmSize: 'STANDARD_D1_V2',
    vmPriority: 'lowpriority',
    scaleSettings: manual(1),
    userAccountSettings,
  }
  await call('PUT', id, { properties })
  await untilNodes('cheap', 1)
  const nodeOf = async () => (await call('POST', `${id}/listRemoteLoginInformation`)).value[0]?.nodeId
  const first = await nodeOf()
  await clock.advance(24 * 60 * 60_000)
  await until(async () => {
    const node = await nodeOf()
    return node !== undefined && node !== first ? undefined : `still ${node}`
  })
  await untilNodes('cheap', 1)
  const { value } = await call('GET', `${id}/events`)
  const told = value.find(({ operationName }: { operationName: string }) => operationName === 'Preempted')
  expect(told.cause.message).toBe(`Node ${first} of low priority was taken after 24 hours.`)
  expect([(await inDocker()).containers, await coresHeld('lowPriorityCores')]).toEqual([1, 1])
})
