// What is killed or taken away while jobs run: each ends exactly once, an attempt starts once, and nobody keeps a place.

import { describe, expect, test } from 'vitest'
import { later } from '../support/arm-steps.ts'
import { batchCall, countsOf, nodesOf, resize, setQuota } from '../support/batch-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { jobOf, makeJobPlace, placementsOf, seenOf, startsOf, statesOf, submit, takes } from '../support/job-steps.ts'

const two = { scaleSettings: { manual: { targetNodeCount: 2 } } }

async function wakeNodes(server: TestServer, clusterId: string): Promise<void> {
  const nodes = await nodesOf(server, clusterId)
  await server.store.wake(
    nodes.map(({ key }) => key),
    server.clock.now(),
  )
}

describe('a job whose node', () => {
  test('ends while it runs is tried again once, and then fails', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'one', takes(60))
    for (const state of ['running', 'failed']) {
      const [node] = await nodesOf(server, place.clusterId)
      await server.engine.exit(node?.desired.machineKey ?? '', 'OutOfMemory')
      await wakeNodes(server, place.clusterId)
      await later(server, 8_000, 32)
      expect((await jobOf(server, place.jobId('one'))).executionState).toBe(state)
    }
    const { executionInfo } = await jobOf(server, place.jobId('one'))
    expect(executionInfo.errors).toMatchObject([{ code: 'NodeLost' }])
    expect(startsOf(server)).toEqual([1, 1])
    expect(await placementsOf(server, place.clusterId)).toEqual({})
  })

  test('comes back after the job had ended there is told how it ended, and does not run again', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'one', takes(60, 5))
    const [node] = await nodesOf(server, place.clusterId)
    // Nobody looks for a while: the server is away. Meanwhile the job ends, and then its node.
    server.clock.advance(90_000)
    await server.engine.exit(node?.desired.machineKey ?? '', 'Exited')
    await wakeNodes(server, place.clusterId)
    await later(server, 8_000, 32)
    expect(await jobOf(server, place.jobId('one'))).toMatchObject({
      executionState: 'failed',
      executionInfo: { exitCode: 5, errors: [{ code: 'JobFailed' }] },
    })
    expect(startsOf(server)).toEqual([1])
  })

  test('is lost with its disk is tried again on it', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'one', takes(20))
    const [node] = await nodesOf(server, place.clusterId)
    await server.engine.lose(node?.desired.machineKey ?? '')
    await wakeNodes(server, place.clusterId)
    await later(server, 40_000, 80)
    expect((await jobOf(server, place.jobId('one'))).executionState).toBe('succeeded')
    expect(startsOf(server)).toEqual([1, 1])
  })

  test.each(['requeue', 'terminate', 'waitforjobcompletion'] as const)(
    'is taken away by hand, with %s',
    async (nodeDeallocationOption) => {
      await using server = await startTestServer()
      const place = await makeJobPlace(server, two)
      for (const name of ['one', 'two']) await submit(server, place, name, takes(30))
      await later(server, 1_000, 10)
      await resize(server, place.clusterId, { manual: { targetNodeCount: 1, nodeDeallocationOption } })
      await later(server, 2_000, 20)
      const states = Object.values(await statesOf(server, place)).sort()
      await later(server, 70_000, 140)
      const ends = Object.values(await statesOf(server, place)).sort()
      const expected = {
        requeue: [['queued', 'running'], ['succeeded', 'succeeded'], 3],
        terminate: [['failed', 'running'], ['failed', 'succeeded'], 2],
        waitforjobcompletion: [['running', 'running'], ['succeeded', 'succeeded'], 2],
      }
      expect([states, ends, startsOf(server).length]).toEqual(expected[nodeDeallocationOption])
      expect(await countsOf(server, place.clusterId)).toEqual([1, 0, 0, 0, 0])
    },
  )

  test('BA-06: of low priority is taken for dedicated work is queued again once, and runs when there are cores', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server, { vmPriority: 'lowpriority' })
    await submit(server, place, 'one', takes(30))
    await setQuota(server, 0)
    await wakeCluster(server, place.clusterId)
    await later(server, 4_000, 16)
    expect((await jobOf(server, place.jobId('one'))).executionState).toBe('queued')
    expect(await seenOf(server, place.jobId('one'))).toMatchObject({ ended: 1, lost: 1 })
    await setQuota(server, 10)
    await later(server, 60_000, 120)
    expect((await jobOf(server, place.jobId('one'))).executionState).toBe('succeeded')
    expect(startsOf(server)).toEqual([1, 1])
  })

  test('BA-07: of low priority is taken after 24 hours is queued again once and only once', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server, { vmPriority: 'lowpriority' })
    const hours = 60 * 60
    await submit(server, place, 'one', takes(30 * hours))
    await later(server, 1_000, 10)
    for (const [state, attempts] of [
      ['running', 2],
      ['failed', 2],
    ] as const) {
      server.clock.advance(24 * hours * 1000)
      await later(server, 8_000, 32)
      expect((await jobOf(server, place.jobId('one'))).executionState).toBe(state)
      expect(startsOf(server)).toHaveLength(attempts)
    }
    expect((await jobOf(server, place.jobId('one'))).executionInfo.errors).toMatchObject([{ code: 'NodeLost' }])
  })
})

describe('whatever call to the engine fails,', () => {
  test.each(['ensureMachine', 'connect'])('a job ends once: %s', async (method) => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server, two)
    let calls = 0
    server.engine.knobs.failing = (called) =>
      called === method && ++calls % 2 === 0 ? new Error('the engine is away') : undefined
    for (const name of ['one', 'two', 'three']) await submit(server, place, name, takes(3))
    await later(server, 120_000, 480)
    expect(await statesOf(server, place)).toEqual({ one: 'succeeded', two: 'succeeded', three: 'succeeded' })
    expect(startsOf(server)).toEqual([1, 1, 1])
  })
})

describe('whatever is not settled, because the server was killed,', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('a job ends once: every settle before the %ith', async (turn) => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    let settles = 0
    const { settle } = server.store
    // A killed server has done what it did to the nodes, and written nothing; the next one begins from the rows.
    server.store.settle = async (lease, settlement) => {
      if (++settles !== turn) return settle.call(server.store, lease, settlement)
      await server.store.releaseLeases(server.clock.now())
      return false
    }
    await submit(server, place, 'one', takes(5))
    await later(server, 20_000, 80)
    expect(settles).toBeGreaterThanOrEqual(turn)
    expect((await jobOf(server, place.jobId('one'))).executionState).toBe('succeeded')
    expect(startsOf(server)).toEqual([1])
    expect(await placementsOf(server, place.clusterId)).toEqual({})
  })
})

test('two hundred jobs on nodes that end at random each end once', async () => {
  await using server = await startTestServer()
  const place = await makeJobPlace(server, { scaleSettings: { manual: { targetNodeCount: 8 } } })
  await later(server, 1_000, 10)
  const names = Array.from({ length: 200 }, (_, index) => `job-${index}`)
  await Promise.all(
    names.map((name, index) =>
      batchCall(server, 'PUT', place.jobId(name), {
        properties: {
          ...{ cluster: { id: place.clusterId }, nodeCount: 1 + (index % 3), stdOutErrPathPrefix: '/tmp' },
          customToolkitSettings: { commandLine: `sleep ${index % 4}\nexit ${index % 2}` },
        },
      }),
    ),
  )
  for (let round = 0; round < 400; round++) {
    await later(server, 1_000, 1)
    if (round % 10 === 5) await endOneNode(server, place.clusterId, round)
    const left = Object.values(await statesOf(server, place)).filter(
      (state) => !['succeeded', 'failed'].includes(state),
    )
    if (left.length === 0) break
  }
  const seen = await Promise.all(names.map((name) => seenOf(server, place.jobId(name))))
  const wrong = seen.flatMap((job, index) => {
    const isLost = job?.errors[0]?.code === 'NodeLost'
    const isRight = job?.state === (index % 2 === 0 ? 'succeeded' : 'failed') && job.exitCode === index % 2
    return isRight || isLost ? [] : [{ name: names[index], job }]
  })
  expect(wrong).toEqual([])
  expect(new Set(startsOf(server))).toEqual(new Set([1]))
  const attempts = seen.reduce((sum, job) => sum + (job?.ended ?? 0), 0)
  expect(startsOf(server).length).toBeLessThanOrEqual(attempts)
  expect(server.engine.allJobs().flatMap((jobs) => jobs.running())).toEqual([])
  expect(await placementsOf(server, place.clusterId)).toEqual({})
})

async function endOneNode(server: TestServer, clusterId: string, round: number): Promise<void> {
  const nodes = await nodesOf(server, clusterId)
  await server.engine.exit(nodes[(round * 7) % nodes.length]?.desired.machineKey ?? '', 'Exited')
  await wakeNodes(server, clusterId)
}

function wakeCluster(server: TestServer, clusterId: string): Promise<void> {
  return server.store.wake([clusterId.toLowerCase()], server.clock.now())
}
