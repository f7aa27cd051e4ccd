// A long queue, and nodes that cannot be used: who begins when, what it costs to find out, and what keeps nobody waiting.

import { expect, test } from 'vitest'
import { later } from '../support/arm-steps.ts'
import { batchCall, clusterOf, countsOf, nodesOf, resize } from '../support/batch-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { jobBody, jobOf, makeJobPlace, placementsOf, seenOf, statesOf, submit, takes } from '../support/job-steps.ts'

const priorities = ['low', 'normal', 'high'] as const
const second = 1_000

type Place = Awaited<ReturnType<typeof makeJobPlace>>

interface QueuedJob {
  readonly name: string
  readonly schedulingPriority: (typeof priorities)[number]
  readonly nodeCount: number
  readonly seconds: number
}

test('two hundred jobs begin by priority and then by age, each with all its nodes, and none overtakes', async () => {
  await using server = await startTestServer()
  const place = await makeJobPlace(server, { scaleSettings: { manual: { targetNodeCount: 0 } } })
  const jobs = Array.from({ length: 200 }, (_, index): QueuedJob => {
    const schedulingPriority = priorities[(index * 7) % 3] ?? 'normal'
    return { name: `job-${index}`, schedulingPriority, nodeCount: 1 + ((index * 5) % 4), seconds: index % 3 }
  })
  for (const job of jobs) await submitAt(server, place, job)
  await server.settle()
  expect(new Set(Object.values(await statesOf(server, place)))).toEqual(new Set(['queued']))

  await resize(server, place.clusterId, { manual: { targetNodeCount: 4 } })
  const inOrder = priorities.toReversed().flatMap((each) => jobs.filter(({ schedulingPriority: its }) => its === each))
  for (let waiting = inOrder.length; waiting > 0; ) {
    await later(server, second, 1)
    const names = await waitingNames(server, place)
    // At any time those that have begun are the first ones.
    expect(names).toEqual(new Set(inOrder.slice(inOrder.length - names.size).map(({ name }) => name)))
    waiting = names.size
  }
  await later(server, 10 * second, 10)
  const seen = await Promise.all(
    jobs.map(async ({ name, nodeCount }) => ({ nodeCount, ...(await seenOf(server, place.jobId(name))) })),
  )
  expect(seen.filter(({ state }) => state !== 'succeeded')).toEqual([])
  expect(seen.filter(({ nodes, nodeCount }) => new Set(nodes).size !== nodeCount)).toEqual([])
})

test('to find a place in a queue of two hundred reads none of their documents', async () => {
  await using server = await startTestServer()
  const place = await makeJobPlace(server, { scaleSettings: { manual: { targetNodeCount: 0 } } })
  const job = { schedulingPriority: 'normal', nodeCount: 1, seconds: 600 } as const
  for (let index = 0; index < 200; index++) await submitAt(server, place, { ...job, name: `job-${index}` })
  await server.settle()
  // What the cluster cannot read it does not need.
  await server.db.updateTable('resources').set({ desired: 'no document' }).where('name', '=', 'job-199').execute()
  await resize(server, place.clusterId, { manual: { targetNodeCount: 1 } })
  await later(server, second, 10)
  expect(await countsOf(server, place.clusterId)).toEqual([0, 1, 0, 0, 0])
  expect((await jobOf(server, place.jobId('job-0'))).executionState).toBe('running')
  expect(await waitingNames(server, place)).toHaveProperty('size', 199)
})

test('a node that cannot be used makes room after a minute, where a job waits and there may be no more', async () => {
  await using server = await startTestServer()
  const setupTask = { commandLine: 'exit 3', stdOutErrPathPrefix: '/tmp' }
  const place = await makeJobPlace(server, {
    scaleSettings: { autoScale: { minimumNodeCount: 0, maximumNodeCount: 2 } },
    nodeSetup: { setupTask },
  })
  await submit(server, place, 'one')
  await later(server, 5 * second, 20)
  const broken = (await nodesOf(server, place.clusterId)).map(({ name }) => name).toSorted()
  // Another was made beside the first, which is as many as there may be.
  expect(await countsOf(server, place.clusterId)).toEqual([0, 0, 0, 2, 0])
  expect((await clusterOf(server, place.clusterId)).errors).toMatchObject([{ code: 'SetupTaskFailed' }, {}])
  await later(server, 40 * second, 20)
  expect((await nodesOf(server, place.clusterId)).map(({ name }) => name).toSorted()).toEqual(broken)
  await later(server, 30 * second, 20)
  const after = (await nodesOf(server, place.clusterId)).map(({ name }) => name)
  expect(after).toHaveLength(2)
  expect(after.filter((name) => !broken.includes(name)).length).toBeGreaterThan(0)
  expect((await jobOf(server, place.jobId('one'))).executionState).toBe('queued')
})

/** Each a millisecond later: the older goes first. */
async function submitAt(server: TestServer, place: Place, { name, seconds, ...properties }: QueuedJob) {
  const body = jobBody(place.clusterId, { ...properties, ...takes(seconds) })
  const { status } = await batchCall(server, 'PUT', place.jobId(name), body)
  expect(status).toBe(202)
  server.clock.advance(1)
}

/** Those that have had no nodes yet. */
async function waitingNames(server: TestServer, place: Place): Promise<Set<string>> {
  const placed = await placementsOf(server, place.clusterId)
  const queue = await server.store.queue(place.clusterId.toLowerCase())
  const waiting = queue.filter(({ key }) => placed[key] === undefined)
  return new Set(waiting.map(({ key }) => key.slice(key.lastIndexOf('/') + 1)))
}
