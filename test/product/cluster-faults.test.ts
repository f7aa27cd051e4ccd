// The server killed while nodes come and go, and a day that passes: what the rows say, what runs and what is held stay one.

import { setTimeout as sleep } from 'node:timers/promises'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { type TestClock, useTestClock } from '../support/test-clock.ts'

const version = 'api-version=2018-05-01'
const userAccountSettings = { adminUserName: 'ana', adminUserPassword: 'a secret' }
const manual = (targetNodeCount: number) => ({ manual: { targetNodeCount } })

let product: Product
let workspace: string
let clock: Promise<TestClock> | undefined

/** From here on; it does not go back. */
const onTestClock = () => {
  clock ??= useTestClock(product)
  return clock
}

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

interface Told {
  readonly operationName: string
  readonly cause: { readonly message: string }
}

test('BA-07: a node of low priority is taken after 24 hours of the product’s clock, and another takes its place', async () => {
  const time = await onTestClock()
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
  await time.advance(24 * 60 * 60_000)
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

test('BA-06, BA-07: a job on low priority gives way to dedicated work and is queued again, once: after a day more it has failed', async () => {
  const time = await onTestClock()
  const [cheap, job] = [`${workspace}/clusters/spare`, `${workspace}/experiments/trial/jobs/long`]
  const common = { vmSize: 'STANDARD_D1_V2', userAccountSettings }
  await call('DELETE', `${workspace}/clusters/cheap`).catch(() => undefined)
  await call('PUT', `${workspace}/experiments/trial`, {})
  await setQuota(2)
  await call('PUT', cheap, { properties: { ...common, vmPriority: 'lowpriority', scaleSettings: manual(1) } })
  await call('PUT', job, {
    properties: {
      ...{ cluster: { id: cheap }, nodeCount: 1, stdOutErrPathPrefix: '/var/log/jobs' },
      customToolkitSettings: { commandLine: 'sleep 7200' },
    },
  })
  const untilState = (wanted: string) =>
    until(async () => {
      const { executionState, executionInfo } = (await call('GET', job)).properties
      return executionState === wanted ? undefined : `${executionState} ${JSON.stringify(executionInfo)}`
    })
  await untilState('running')
  await call('PUT', `${workspace}/clusters/paid`, { properties: { ...common, scaleSettings: manual(2) } })
  await untilState('queued')
  await untilNodes('paid', 2)
  await call('DELETE', `${workspace}/clusters/paid`)
  await untilState('running')
  await time.advance(24 * 60 * 60_000)
  await untilState('failed')
  expect((await call('GET', job)).properties.executionInfo.errors).toMatchObject([{ code: 'NodeLost' }])
  const told = async (id: string, name: string) =>
    (await call('GET', `${id}/events`)).value.filter(({ operationName }: Told) => operationName === name)
  const taken = (await told(cheap, 'Preempted')).map(({ cause }: Told) => cause.message.replace(/^Node \S+ /, ''))
  expect(taken.toSorted()).toEqual([
    'of low priority was taken after 24 hours.',
    'of low priority was taken: dedicated work needs its cores.',
  ])
  expect(await told(job, 'Requeued')).toHaveLength(1)
})

async function setQuota(limit: number): Promise<void> {
  const { subscriptionId } = product.facts
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.MachineLearningServices/locations/local`
  const value = [{ id: `${path}/quotas/total`, type: 'Microsoft.MachineLearningServices/quotas', limit, unit: 'Count' }]
  await product.client.call('POST', `${path}/updateQuotas?api-version=2024-10-01`, { value })
}
