// What Carrel tells of clusters beside Azure: nodes with their reasons, the queue with what each job waits for, the past.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { later } from '../support/arm-steps.ts'
import { batchCall, makeCluster, nodesOf, resize } from '../support/batch-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { makeJobPlace, submit, takes } from '../support/job-steps.ts'

const own = 'api-version=2026-11-01'
const manual = (targetNodeCount: number) => ({ manual: { targetNodeCount } })

/** As much of an answer as is looked at. */
interface Told {
  readonly position: number
  readonly name: string
  readonly time: string
  readonly reason: { readonly code: string; readonly message: string }
  readonly targetNodeCount: number
  readonly runningNodeCount: number
  readonly queuedJobCount: number
}

async function told(server: TestServer, id: string, what: 'nodes' | 'queue' | 'history') {
  const { status, body } = await server.call('GET', `${id}/${what}?${own}`)
  expect(status).toBe(200)
  return body.value as Told[]
}

describe('nodes', () => {
  test('BA-33: each is told with its state, its job, and why it is unusable', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'Long', takes(600))
    const [node] = await nodesOf(server, place.clusterId)
    const [shown, ...others] = await told(server, place.clusterId, 'nodes')
    expect(others).toEqual([])
    expect(shown).toMatchObject({ nodeId: node?.name, state: 'running', job: { id: place.jobId('Long') } })
    expect(shown).not.toHaveProperty('error')
    const failing = { setupTask: { commandLine: 'exit 3', stdOutErrPathPrefix: '/var/log/setup' } }
    await makeCluster(server, place.clusterId.replace(/one$/, 'two'), { nodeSetup: failing })
    expect(await told(server, place.clusterId.replace(/one$/, 'two'), 'nodes')).toMatchObject([
      {
        state: 'unusable',
        error: { code: 'SetupTaskFailed', message: expect.stringContaining('ended with exit status 3') },
      },
    ])
  })

  test('of an AmlCompute are told too, and of an instance are refused', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const version = 'api-version=2024-10-01'
    const scaleSettings = { minNodeCount: 1, maxNodeCount: 2 }
    const properties = { computeType: 'AmlCompute', properties: { vmSize: 'STANDARD_D1_V2', scaleSettings } }
    await server.call('PUT', `${computeId('train')}?${version}`, { location: 'eastus', properties })
    await server.call('PUT', `${computeId('desk')}?${version}`, computeBody())
    await server.settle()
    await later(server, 400)
    const { body } = await server.call('GET', `${computeId('train')}/nodes?${version}`)
    expect(body.value).toMatchObject([{ state: 'idle' }])
    const past = await server.call('GET', `${computeId('train')}/history?${version}`)
    expect(past.body.value.at(-1)).toMatchObject({ targetNodeCount: 1, idleNodeCount: 1, queuedJobCount: 0 })
    for (const what of ['nodes', 'history']) {
      const refused = await server.call('GET', `${computeId('desk')}/${what}?${version}`)
      expect([refused.status, refused.body.error.code]).toEqual([400, 'ComputeTypeNotSupported'])
    }
  })
})

describe('the log of a set-up task', () => {
  test('BA-16: is read node by node, from where one has read to, and not by readers', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    const id = place.clusterId.replace(/one$/, 'two')
    const setupTask = { commandLine: 'echo grüße\nexit 3', stdOutErrPathPrefix: '/var/log/setup' }
    await makeCluster(server, id, { nodeSetup: { setupTask } })
    const [node] = await nodesOf(server, id)
    const ask = (body: object, options = {}) => server.call('POST', `${id}/setupTaskLog?${own}`, body, options)
    const { status, body } = await ask({ nodeId: node?.name })
    expect([status, body.nodeId, body.isRunning]).toEqual([200, node?.name, false])
    expect(body.text).toContain('grüße\n')
    expect(body.nextOffset).toBe(body.size)
    expect((await ask({ nodeId: node?.name, offset: body.size })).body.text).toBe('')
    expect((await ask({ nodeId: 'tvm-other' })).body.error.code).toBe('NodeNotFound')
    expect((await ask({})).status).toBe(400)
    const none = await server.call('POST', `${place.clusterId}/setupTaskLog?${own}`, { nodeId: node?.name })
    expect([none.status, none.body.error.code]).toEqual([404, 'NoSetupTask'])
    const { token } = await server.principal('Reader')
    expect((await ask({ nodeId: node?.name }, { token })).status).toBe(403)
  })
})

describe('the files of a set-up task', () => {
  test('BA-16: are listed on the file server they are on, with links, and not for readers', async () => {
    const share = await mkdtemp(join(tmpdir(), 'carrel-setup-'))
    await using server = await startTestServer({ shareFolder: share })
    try {
      const { clusterId } = await makeJobPlace(server)
      const mountVolumes = {
        fileServers: [
          { fileServer: { id: clusterId.replace(/clusters.*$/, 'fileServers/disks') }, relativeMountPath: 'nfs' },
        ],
      }
      const made = (name: string, nodeSetup: object) =>
        makeCluster(server, clusterId.replace(/one$/, name), { nodeSetup })
      const setupTask = { commandLine: 'true', stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/nfs/logs/' }
      await made('on', { setupTask, mountVolumes })
      await made('off', { setupTask: { ...setupTask, stdOutErrPathPrefix: '/var/log/setup' }, mountVolumes })
      const files = (name: string, query = '', options = {}) => {
        const path = `${clusterId.replace(/one$/, name)}/listSetupTaskFiles?${own}${query}`
        return server.call('POST', path, undefined, options)
      }
      expect(await files('on')).toMatchObject({ status: 200, body: { value: [] } })
      const { body } = await server.call('GET', `${clusterId.replace(/one$/, 'on')}?${own}`)
      const folder = join(share, 'logs', body.properties.nodeSetup.setupTask.stdOutErrPathSuffix)
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'stdout-tvm-1.txt'), 'set up')
      const [file] = (await files('on')).body.value
      expect(file).toMatchObject({ name: 'stdout-tvm-1.txt', fileType: 'file', properties: { contentLength: 6 } })
      const { pathname, search } = new URL(file.downloadUrl)
      expect((await server.call('GET', pathname + search, undefined, { token: null })).status).toBe(200)
      for (const [name, query, status, code] of [
        ['one', '', 404, 'NoSetupTask'],
        ['off', '', 409, 'OutputNotOnFileServer'],
        ['on', '&directory=../..', 400, 'InvalidDirectory'],
        ['on', '&linkexpiryinminutes=601', 400, 'InvalidQueryParameter'],
      ] as const) {
        const refused = await files(name, query)
        expect([refused.status, refused.body.error?.code]).toEqual([status, code])
      }
      const { token } = await server.principal('Reader')
      expect((await files('on', '', { token })).status).toBe(403)
    } finally {
      await rm(share, { recursive: true, force: true })
    }
  })
})

describe('the queue', () => {
  test('BA-33: is in the order in which jobs begin, each with what it waits for', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'first', takes(600))
    await submit(server, place, 'low', { ...takes(1), schedulingPriority: 'low' })
    await submit(server, place, 'wide', { ...takes(1), nodeCount: 3 })
    await submit(server, place, 'next', takes(1))
    const queue = await told(server, place.clusterId, 'queue')
    expect(queue.map(({ position, name, reason }) => [position, name, reason.code])).toEqual([
      [1, 'next', 'NodesBusy'],
      [2, 'low', 'JobsBefore'],
      [undefined, 'wide', 'LargerThanTarget'],
    ])
    expect(queue[2]).toMatchObject({ id: place.jobId('wide'), nodeCount: 3, schedulingPriority: 'normal' })
    const { body } = await server.call('GET', `${place.clusterId}?${own}`)
    expect(body.properties.queuedJobCount).toBe(3)
    expect((await batchCall(server, 'GET', place.clusterId)).body.properties).not.toHaveProperty('queuedJobCount')
    await resize(server, place.clusterId, manual(5))
    await later(server, 10_000, 10)
    expect(await told(server, place.clusterId, 'queue')).toEqual([])
  })
})

describe('the past', () => {
  test('BA-33: has each change of how many nodes there were and jobs waited, in order', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await later(server, 2_000, 2)
    await submit(server, place, 'first', takes(600))
    await later(server, 2_000, 2)
    await submit(server, place, 'second', takes(600))
    await later(server, 2_000, 2)
    await resize(server, place.clusterId, manual(2))
    await later(server, 4_000, 4)
    const history = await told(server, place.clusterId, 'history')
    const lines = history.map(({ targetNodeCount, runningNodeCount, queuedJobCount }) =>
      [targetNodeCount, runningNodeCount, queuedJobCount].join(' '),
    )
    for (const line of ['1 0 0', '1 1 0', '1 1 1', '2 2 0']) expect(lines).toContain(line)
    expect(lines.at(-1)).toBe('2 2 0')
    const times = history.map(({ time }) => Date.parse(time))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })
})
