// What Carrel tells of a job beside Azure: its place in the queue, what it waits for, and who submitted it.

import { expect, test } from 'vitest'
import { later } from '../support/arm-steps.ts'
import { batchCall, batchVersion } from '../support/batch-steps.ts'
import { startTestServer } from '../support/harness.ts'
import { jobOf, makeJobPlace, submit, takes } from '../support/job-steps.ts'

test('PO-07: a job in the queue is told its place and what it waits for, and one that runs waits for nothing', async () => {
  await using server = await startTestServer()
  const place = await makeJobPlace(server)
  await submit(server, place, 'one', takes(30))
  await submit(server, place, 'two', takes(30))
  await submit(server, place, 'three', { ...takes(30), schedulingPriority: 'high' })
  await submit(server, place, 'wide', { ...takes(30), nodeCount: 2 })
  const waitOf = async (name: string) => (await batchCall(server, 'GET', `${place.jobId(name)}/wait`)).body
  expect(await waitOf('one')).toEqual({ isWaiting: false })
  expect(await waitOf('three')).toEqual({
    isWaiting: true,
    position: 1,
    waiting: 2,
    reason: { code: 'NodesBusy', message: '1 node is at other jobs. It needs 1 at once and 0 are free.' },
  })
  expect(await waitOf('two')).toMatchObject({ position: 2, reason: { code: 'JobsBefore' } })
  const wide = await waitOf('wide')
  expect([wide.position, wide.reason.code]).toEqual([undefined, 'LargerThanTarget'])
  await later(server, 40_000, 40)
  expect(await waitOf('three')).toEqual({ isWaiting: false })
})

test('BA-38: who submitted a job and which nodes it had is told at the api-version of Carrel’s own alone', async () => {
  await using server = await startTestServer()
  const place = await makeJobPlace(server)
  await submit(server, place, 'one', takes(30))
  const own = await server.call('GET', `${place.jobId('one')}?api-version=2026-11-01`)
  const { submittedBy, nodes, attempts } = own.body.properties
  expect([Object.keys(submittedBy), nodes, attempts]).toEqual([
    ['objectId', 'name'],
    [expect.stringMatching(/^tvm-/)],
    1,
  ])
  const published = await jobOf(server, place.jobId('one'))
  expect(Object.keys(published).filter((name) => ['submittedBy', 'nodes', 'attempts'].includes(name))).toEqual([])
  // What was shown can be sent back for another.
  const body = { properties: { ...own.body.properties, secrets: [] } }
  expect((await server.call('PUT', `${place.jobId('again')}?api-version=2026-11-01`, body)).status).toBe(202)
  expect(batchVersion).not.toContain('2026')
})
