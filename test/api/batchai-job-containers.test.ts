// Jobs in containers through the API: what of `containerSettings` is taken and shown, how they run and end with their
// nodes' annexes, and what becomes of one whose image cannot be had.

import { describe, expect, test } from 'vitest'
import type { Annex } from '../../src/engine/engine.ts'
import { later } from '../support/arm-steps.ts'
import { batchCall, countsOf, makeBatchWorkspace, nodesOf } from '../support/batch-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { jobBody, jobOf, makeJobPlace, placementsOf, startsOf, statesOf, submit, takes } from '../support/job-steps.ts'

const boxed = (more: object = {}, settings: object = {}) => ({
  containerSettings: { imageSourceRegistry: { image: 'team/train:4', ...more }, ...settings },
})
const credentials = { username: 'team', password: 'hush-hush' }

/** A server that notes what its engine is asked for. */
async function noting(
  answer: (annex: Annex) => 'coming' | { code: string; message: string } | undefined = () => undefined,
): Promise<{ server: TestServer; asked: Annex[]; [Symbol.asyncDispose](): Promise<void> }> {
  const server = await startTestServer()
  const asked: Annex[] = []
  server.engine.knobs.annexFault = (annex) => {
    asked.push(annex)
    return answer(annex)
  }
  return {
    server,
    asked,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
    },
  }
}

describe('a job in a container', () => {
  test('BA-38: runs there on each of its nodes, ends with its exit status, and leaves nothing', async () => {
    await using noted = await noting()
    const { server, asked } = noted
    const place = await makeJobPlace(server, { scaleSettings: { manual: { targetNodeCount: 2 } } })
    const container = boxed({ serverUrl: 'https://Team.azurecr.io/v2', credentials }, { shmSize: '1.5g' })
    expect((await submit(server, place, 'one', { ...takes(30, 3), ...container, nodeCount: 2 })).status).toBe(202)
    await later(server, 2_000, 8)
    expect(await jobOf(server, place.jobId('one'))).toMatchObject({
      executionState: 'running',
      containerSettings: {
        imageSourceRegistry: {
          serverUrl: 'https://Team.azurecr.io/v2',
          image: 'team/train:4',
          credentials: { username: 'team' },
        },
        shmSize: '1.5g',
      },
    })
    expect(server.engine.annexes().size).toBe(2)
    expect(new Set(asked.map((annex) => JSON.stringify({ ...annex, name: '' })))).toEqual(
      new Set([
        JSON.stringify({
          image: 'team.azurecr.io/team/train:4',
          credentials,
          sharedMemoryBytes: 1.5 * 1024 ** 3,
          name: '',
        }),
      ]),
    )
    server.clock.advance(30_000)
    await later(server)
    expect(await jobOf(server, place.jobId('one'))).toMatchObject({
      executionState: 'failed',
      executionInfo: { exitCode: 3, errors: [{ code: 'JobFailed' }] },
    })
    expect(server.engine.annexes().size).toBe(0)
    expect(startsOf(server)).toEqual([1])
    expect(await countsOf(server, place.clusterId)).toEqual([2, 0, 0, 0, 0])
  })

  test('waits while its image is fetched, and the time for that is not its own', async () => {
    let isFetching = true
    await using noted = await noting(() => (isFetching ? 'coming' : undefined))
    const { server } = noted
    const place = await makeJobPlace(server)
    const constraints = { maxWallClockTime: 'PT1M' }
    await submit(server, place, 'one', { ...takes(50), ...boxed(), constraints })
    await later(server, 120_000, 8)
    expect(await statesOf(server, place)).toEqual({ one: 'running' })
    expect(startsOf(server)).toEqual([])
    isFetching = false
    await later(server, 4_000, 8)
    expect(startsOf(server)).toEqual([1])
    await later(server, 60_000, 4)
    expect(await statesOf(server, place)).toEqual({ one: 'succeeded' })
  })

  test('whose image cannot be had fails once, on all its nodes, with what to do about it', async () => {
    let count = 0
    await using noted = await noting(() => {
      count += 1
      const message = 'The image team/train:4 is not on this machine, and its registry does not have it.'
      return count % 2 === 0 ? { code: 'ImagePullFailed', message } : undefined
    })
    const { server } = noted
    const place = await makeJobPlace(server, { scaleSettings: { manual: { targetNodeCount: 2 } } })
    await submit(server, place, 'one', { ...takes(5), ...boxed(), nodeCount: 2 })
    await later(server, 4_000, 8)
    const { executionState, executionInfo } = await jobOf(server, place.jobId('one'))
    expect(executionState).toBe('failed')
    expect(executionInfo.errors).toEqual([
      {
        code: 'JobContainerFailed',
        message: expect.stringMatching(/its registry does not have it\. .*docker load.* submit the job again/),
        details: [],
      },
    ])
    expect([startsOf(server), [...server.engine.annexes()]]).toEqual([[], []])
    expect(await placementsOf(server, place.clusterId)).toEqual({})
    await submit(server, place, 'next', takes(0))
    await later(server)
    expect((await statesOf(server, place))['next']).toBe('succeeded')
  })

  test('ends where it is terminated, deleted or loses its node, and takes its container along', async () => {
    await using noted = await noting()
    const { server } = noted
    const place = await makeJobPlace(server)
    await submit(server, place, 'one', { ...takes(600), ...boxed() })
    await batchCall(server, 'POST', `${place.jobId('one')}/terminate`)
    await later(server)
    expect((await jobOf(server, place.jobId('one'))).executionInfo.errors).toMatchObject([{ code: 'JobTerminated' }])
    expect(server.engine.annexes().size).toBe(0)
    await submit(server, place, 'two', { ...takes(600), ...boxed() })
    expect(server.engine.annexes().size).toBe(1)
    await batchCall(server, 'DELETE', place.jobId('two'))
    await later(server)
    expect((await batchCall(server, 'GET', place.jobId('two'))).status).toBe(404)
    expect(server.engine.annexes().size).toBe(0)
    await submit(server, place, 'three', { ...takes(20), ...boxed() })
    const [node] = await nodesOf(server, place.clusterId)
    await server.engine.exit(node?.desired.machineKey ?? '', 'OutOfMemory')
    await server.store.wake([node?.key ?? ''], server.clock.now())
    await later(server, 60_000, 48)
    expect(await jobOf(server, place.jobId('three'))).toMatchObject({ executionState: 'succeeded' })
    expect(server.engine.annexes().size).toBe(0)
  })

  test('is over when its container has gone, and not before', async () => {
    await using noted = await noting()
    const { server } = noted
    const place = await makeJobPlace(server)
    server.engine.knobs.failing = (method) => (method === 'removeAnnex' ? new Error('Docker is away') : undefined)
    await submit(server, place, 'one', { ...takes(0), ...boxed() })
    await later(server)
    expect(await statesOf(server, place)).toEqual({ one: 'running' })
    server.engine.knobs.failing = undefined
    await later(server, 60_000, 4)
    expect(await statesOf(server, place)).toEqual({ one: 'succeeded' })
    expect([startsOf(server), server.engine.annexes().size]).toEqual([[1], 0])
  })

  test('shows no password, and stores none that can be read', async () => {
    await using noted = await noting()
    const { server } = noted
    const place = await makeJobPlace(server)
    const answer = await submit(server, place, 'one', { ...takes(600), ...boxed({ credentials }) })
    const shown = await batchCall(server, 'GET', place.jobId('one'))
    const events = await server.call('GET', `${place.jobId('one')}/events?api-version=2018-05-01`)
    const rows = await server.store.list({ underKey: place.workspaceId.toLowerCase() })
    expect(JSON.stringify([answer, shown, events, rows])).not.toContain('hush-hush')
  })
})

describe('what is refused of containerSettings', () => {
  const secretRef = { sourceVault: { id: 'v' }, secretUrl: 'https://vault' }
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['no image', boxed({ image: undefined }), /image.*is required/s],
    ['no reference', boxed({ image: 'Team/Train' }), /no reference to an image/],
    ['an id of an image', boxed({ image: 'sha256:18d5' }), /no reference to an image/],
    [
      'a registry of the machine’s own network',
      boxed({ image: '10.0.0.7:5000/a' }),
      /carrel up --allow-images 10\.0\.0\.7:5000/,
    ],
    ['the same by serverUrl', boxed({ serverUrl: 'localhost:5000' }), /carrel up --allow-images localhost:5000/],
    [
      'two registries',
      boxed({ image: 'ghcr.io/a', serverUrl: 'quay.io' }),
      /'ghcr\.io' and serverUrl names 'quay\.io'/,
    ],
    ['an address that is none', boxed({ serverUrl: 'http://quay.io' }), /https address/],
    ['half of the credentials', boxed({ credentials: { username: 'a' } }), /password.*is required/s],
    ['a vault', boxed({ credentials: { ...credentials, passwordSecretReference: secretRef } }), /no key vault/],
    ['a size that is none', boxed({}, { shmSize: 'much' }), /shmSize.*'2g'/s],
    ['no size', boxed({}, { shmSize: '0' }), /shmSize.*'2g'/s],
    ['a member that nobody reads', boxed({}, { privileged: true }), /privileged/],
    [
      'volumes that are mounted by commands',
      { ...boxed(), mountVolumes: { unmanagedFileSystems: [{ mountCommand: 'a', relativeMountPath: 'b' }] } },
      /unmanagedFileSystems is not offered with containerSettings/,
    ],
  ])('%s', async (_, properties, words) => {
    await using server = await startTestServer()
    const place = await makeBatchWorkspace(server)
    await batchCall(server, 'PUT', `${place.workspaceId}/experiments/trial`)
    const id = `${place.workspaceId}/experiments/trial/jobs/one`
    const answer = await batchCall(server, 'PUT', id, jobBody(place.clusterId('none'), properties))
    expect([answer.status, JSON.stringify(answer.body.error)]).toEqual([400, expect.stringMatching(words)])
  })

  test('an installation says itself whose images may be named, for jobs and applications alike', async () => {
    await using server = await startTestServer({ configured: { allowedImages: ['box:5000/team'] } })
    const place = await makeJobPlace(server)
    expect((await submit(server, place, 'one', boxed({ image: 'box:5000/team/a' }))).status).toBe(202)
    const other = await submit(server, place, 'two', boxed({ image: 'box:5000/teams/a' }))
    expect([other.status, other.body.error]).toEqual([
      400,
      {
        code: 'ImageNotAllowed',
        message: expect.stringContaining("Images of 'box:5000' are not allowed here. Allowed are: box:5000/team."),
        target: 'properties.containerSettings.imageSourceRegistry.image',
      },
    ])
  })
})
