// How many nodes a cluster has: what a person asks for, what the quota leaves, what scales by itself, and what gives way.

import { describe, expect, test } from 'vitest'
import { computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { later, makeCompute, timeline } from '../support/arm-steps.ts'
import {
  batchCall,
  batchVersion,
  clusterBody,
  clusterOf,
  countsOf,
  makeBatchWorkspace,
  makeCluster,
  nodesOf,
  resize,
  setQuota,
} from '../support/batch-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const manual = (targetNodeCount: number) => ({ scaleSettings: { manual: { targetNodeCount } } })
const auto = (minimumNodeCount: number, maximumNodeCount: number, initialNodeCount = 0) => ({
  scaleSettings: { autoScale: { minimumNodeCount, maximumNodeCount, initialNodeCount } },
})
const minute = 60_000

describe('the quota', () => {
  test.each<[string, object]>([
    ['a target', manual(3)],
    ['a maximum', auto(0, 3)],
  ])('BA-10, BA-11: %s that alone is larger is refused, with what would do', async (_, scale) => {
    await using server = await startTestServer()
    await setQuota(server, 2)
    const { clusterId } = await makeBatchWorkspace(server)
    const { status, body } = await batchCall(server, 'PUT', clusterId('one'), clusterBody({ ...scale }))
    expect([status, body.error.code]).toEqual([409, 'QuotaExceeded'])
    expect(body.error.message).toContain('Ask for 2 nodes at most')
    await makeCluster(server, clusterId('two'), manual(2))
    expect((await resize(server, clusterId('two'), manual(3).scaleSettings)).body.error.code).toBe('QuotaExceeded')
  })

  test('BA-11: where others hold the cores a cluster has fewer nodes and says so, and gets them when they are free', async () => {
    await using server = await startTestServer()
    await setQuota(server, 4)
    const { clusterId } = await makeBatchWorkspace(server)
    await makeCluster(server, clusterId('first'), manual(3))
    await makeCluster(server, clusterId('second'), manual(3))
    const { errors, currentNodeCount, provisioningState, allocationState } = await clusterOf(
      server,
      clusterId('second'),
    )
    expect([currentNodeCount, provisioningState, allocationState]).toEqual([1, 'succeeded', 'steady'])
    expect(errors).toEqual([
      {
        code: 'ClusterCoreQuotaReached',
        message: expect.stringContaining('2 node(s) fewer than asked for: 4 of 4 cores of all families'),
        details: [{ name: 'MissingNodeCount', value: '2' }],
      },
    ])
    expect((await timeline(server, clusterId('second'))).map(({ cause }) => cause?.code)).toContain(
      'ClusterCoreQuotaReached',
    )
    await resize(server, clusterId('first'), manual(0).scaleSettings)
    await later(server, 6_000)
    expect(await clusterOf(server, clusterId('second'))).toMatchObject({ currentNodeCount: 3, errors: [] })
  })

  test('cores that nodes hold count for instances too, and the refusal names their cluster', async () => {
    await using server = await startTestServer()
    await setQuota(server, 4)
    const { computeId } = await makeWorkspace(server)
    const { clusterId } = await makeBatchWorkspace(server)
    await makeCluster(server, clusterId('many'), manual(3))
    const refused = await server.call('PUT', `${computeId('desk')}?api-version=2024-10-01`, computeBody())
    expect([refused.status, refused.body.error.code]).toEqual([409, 'QuotaExceeded'])
    expect(refused.body.error.message).toContain('Deleting many would free enough')
  })
})

describe('a cluster that scales by itself', () => {
  test('BA-09, BA-19: has its initial nodes once, and after a while with nothing to do its least', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    const id = clusterId('one')
    await makeCluster(server, id, auto(1, 4, 3))
    await later(server, minute)
    expect(await countsOf(server, id)).toEqual([3, 0, 0, 0, 0])
    await later(server, 1.5 * minute, 6)
    expect(await countsOf(server, id)).toEqual([1, 0, 0, 0, 0])
    await later(server, 60 * minute, 6)
    expect(await clusterOf(server, id)).toMatchObject({ currentNodeCount: 1, allocationState: 'steady' })
  })

  test('keeps idle nodes for as long as it was told, which is shown where Azure’s shape is left', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    const id = clusterId('one')
    const { autoScale } = auto(0, 2, 2).scaleSettings
    await makeCluster(server, id, {
      scaleSettings: { autoScale: { ...autoScale, nodeIdleTimeBeforeScaleDown: 'PT10M' } },
    })
    await later(server, 9 * minute)
    expect(await countsOf(server, id)).toEqual([2, 0, 0, 0, 0])
    await later(server, 2 * minute)
    expect(await countsOf(server, id)).toEqual([0, 0, 0, 0, 0])
    expect((await clusterOf(server, id)).scaleSettings).toEqual({ autoScale })
    const own = await server.call('GET', `${id}?api-version=2026-11-01`)
    expect(own.body.properties.scaleSettings.autoScale.nodeIdleTimeBeforeScaleDown).toBe('PT10M')
  })

  test('BA-02: a node that is lost comes back', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    await makeCluster(server, clusterId('one'), auto(1, 2))
    const [node] = await nodesOf(server, clusterId('one'))
    await server.engine.lose(node?.desired.machineKey ?? '')
    await server.store.wake([node?.key ?? ''], server.clock.now())
    await later(server)
    expect(await countsOf(server, clusterId('one'))).toEqual([1, 0, 0, 0, 0])
  })
})

describe('low priority', () => {
  const low = { vmPriority: 'lowpriority' }
  const usage = async (server: TestServer, name: string) => {
    const path = `${server.subscription}/providers/Microsoft.BatchAI/locations/eastus/usages?${batchVersion}`
    const { body } = await server.call('GET', path)
    return body.value.find((each: { name: { value: string } }) => each.name.value === name).currentValue
  }

  test('BA-06: is counted apart, and has a limit of its own', async () => {
    await using server = await startTestServer()
    const quotas = `${server.subscription}/providers/Microsoft.MachineLearningServices/locations/eastus`
    const value = [{ id: `${quotas}/quotas/lowPriorityCores`, limit: 2, unit: 'Count' }]
    const set = await server.call('POST', `${quotas}/updateQuotas?api-version=2024-10-01`, { value })
    expect(set.body.value).toMatchObject([{ status: 'Success', limit: 2 }])
    const { clusterId } = await makeBatchWorkspace(server)
    await makeCluster(server, clusterId('cheap'), { ...low, ...manual(2) })
    expect([await usage(server, 'total'), await usage(server, 'lowPriorityCores')]).toEqual([0, 2])
    expect((await clusterOf(server, clusterId('cheap'))).vmPriority).toBe('lowpriority')
    const { body } = await batchCall(server, 'PUT', clusterId('more'), clusterBody({ ...low, ...manual(3) }))
    expect(body.error.message).toContain('2 low-priority cores')
  })

  test('BA-06: gives way to dedicated work, tells so, and comes back when there is room', async () => {
    await using server = await startTestServer()
    await setQuota(server, 4)
    const { computeId } = await makeWorkspace(server)
    const { clusterId } = await makeBatchWorkspace(server)
    const [old, young] = [clusterId('old'), clusterId('young')]
    await makeCluster(server, old, { ...low, ...manual(2) })
    server.clock.advance(1_000)
    await makeCluster(server, young, { ...low, ...manual(2) })
    await makeCompute(server, computeId('desk'))
    await later(server, 4_000, 8)
    expect([await countsOf(server, old), await countsOf(server, young)]).toEqual([
      [2, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ])
    const told = (await timeline(server, young)).filter(({ operationName }) => operationName === 'Preempted')
    expect(told.map(({ cause }) => cause?.message)).toEqual([
      expect.stringContaining('dedicated work needs its cores'),
      expect.stringContaining('dedicated work needs its cores'),
    ])
    expect((await clusterOf(server, young)).errors).toMatchObject([{ code: 'ClusterCoreQuotaReached' }])
    await server.call('DELETE', `${computeId('desk')}?api-version=2024-10-01&underlyingResourceAction=Delete`)
    await later(server, 6_000, 8)
    expect(await countsOf(server, young)).toEqual([2, 0, 0, 0, 0])
  })

  test('BA-07: a node is taken after 24 hours, and another takes its place', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    const id = clusterId('cheap')
    await makeCluster(server, id, { ...low, ...manual(1) })
    const [first] = await nodesOf(server, id)
    server.clock.advance(23.9 * 60 * minute)
    await server.settle()
    expect((await nodesOf(server, id)).map(({ name }) => name)).toEqual([first?.name])
    await later(server, 10 * minute, 4)
    await later(server, 4_000, 4)
    const [next] = await nodesOf(server, id)
    expect(next?.name).not.toBe(first?.name)
    expect(await countsOf(server, id)).toEqual([1, 0, 0, 0, 0])
    expect(
      (await timeline(server, id)).find(({ operationName }) => operationName === 'Preempted')?.cause?.message,
    ).toBe(`Node ${first?.name} of low priority was taken after 24 hours.`)
  })

  test('BA-07: a dedicated node stays as long as it is wanted', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    await makeCluster(server, clusterId('one'), manual(1))
    const [first] = await nodesOf(server, clusterId('one'))
    await later(server, 48 * 60 * minute)
    expect((await nodesOf(server, clusterId('one'))).map(({ name }) => name)).toEqual([first?.name])
  })
})
