// Batch AI's experiments and jobs through the API: making, showing, ending and deleting them, and what is refused.

import { describe, expect, test } from 'vitest'
import { follow, later } from '../support/arm-steps.ts'
import {
  batchCall,
  batchVersion,
  clusterOf,
  countsOf,
  fileServerBody,
  makeBatchWorkspace,
  nodesOf,
} from '../support/batch-steps.ts'
import { startTestServer } from '../support/harness.ts'
import {
  jobBody,
  jobOf,
  makeJobPlace,
  placementsOf,
  seenOf,
  startsOf,
  statesOf,
  submit,
  takes,
} from '../support/job-steps.ts'

const time = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/)

describe('an experiment', () => {
  test('BA-38: is made without a body, shown, listed, and deleted with its jobs', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    const { body } = await batchCall(server, 'GET', place.experimentId)
    expect(body).toMatchObject({
      name: 'trial',
      type: 'Microsoft.BatchAI/workspaces/experiments',
      properties: { provisioningState: 'succeeded', creationTime: time },
    })
    const { body: list } = await server.call('GET', `${place.workspaceId}/experiments?${batchVersion}`)
    expect(list.value).toHaveLength(1)
    await submit(server, place, 'long', takes(600))
    expect((await batchCall(server, 'DELETE', place.experimentId)).status).toBe(202)
    await later(server, 4_000, 8)
    expect((await batchCall(server, 'GET', place.experimentId)).status).toBe(404)
    expect((await batchCall(server, 'GET', place.jobId('long'))).status).toBe(404)
    expect(await placementsOf(server, place.clusterId)).toEqual({})
    expect(await countsOf(server, place.clusterId)).toEqual([1, 0, 0, 0, 0])
  })
})

describe('a job', () => {
  test('BA-04, BA-38: is accepted with 202, runs on a node of its cluster and ends with its exit status', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    const answer = await submit(server, place, 'one', { ...takes(30), schedulingPriority: 'high' })
    expect([answer.status, answer.body]).toEqual([202, undefined])
    expect((await follow(server, answer)).body.status).toBe('Succeeded')
    expect((await follow(server, answer, 'location')).status).toBe(200)
    const running = await jobOf(server, place.jobId('one'))
    expect(running).toMatchObject({
      cluster: { id: place.clusterId },
      nodeCount: 1,
      toolType: 'custom',
      schedulingPriority: 'high',
      customToolkitSettings: { commandLine: 'sleep 30\nexit 0' },
      stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/nfs',
      constraints: { maxWallClockTime: 'P7D' },
      provisioningState: 'succeeded',
      executionState: 'running',
      executionStateTransitionTime: time,
      executionInfo: { startTime: time, errors: [] },
    })
    expect(running.executionInfo.endTime).toBeUndefined()
    const { subscriptionId } = server.installation
    expect(running.jobOutputDirectoryPathSegment).toMatch(
      new RegExp(`^${subscriptionId}/lab/workspaces/batch/experiments/trial/jobs/one/[0-9a-f-]{36}$`),
    )
    expect(await countsOf(server, place.clusterId)).toEqual([0, 1, 0, 0, 0])
    await later(server, 40_000, 40)
    const { executionState, executionInfo } = await jobOf(server, place.jobId('one'))
    expect([executionState, executionInfo.exitCode, executionInfo.errors]).toEqual(['succeeded', 0, []])
    expect(Date.parse(executionInfo.endTime) - Date.parse(executionInfo.startTime)).toBe(30_000)
    expect(await countsOf(server, place.clusterId)).toEqual([1, 0, 0, 0, 0])
    expect(startsOf(server)).toEqual([1])
  })

  test('BA-38: that ends with another status has failed, with the status and the reason', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'one', takes(0, 3))
    await later(server)
    expect(await jobOf(server, place.jobId('one'))).toMatchObject({
      executionState: 'failed',
      executionInfo: { exitCode: 3, errors: [{ code: 'JobFailed', message: 'The job ended with exit status 3.' }] },
    })
  })

  test('BA-38: whose preparation fails does not run', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'one', { jobPreparation: { commandLine: 'exit 4' } })
    await later(server)
    expect(await jobOf(server, place.jobId('one'))).toMatchObject({
      executionState: 'failed',
      jobPreparation: { commandLine: 'exit 4' },
      executionInfo: { errors: [{ code: 'JobPreparationFailed' }] },
    })
    expect(startsOf(server)).toEqual([])
  })

  test('BA-38: that takes longer than its time is ended', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'one', { ...takes(600), constraints: { maxWallClockTime: '00:01:00' } })
    expect((await jobOf(server, place.jobId('one'))).constraints).toEqual({ maxWallClockTime: 'PT1M' })
    await later(server, 70_000, 70)
    expect(await jobOf(server, place.jobId('one'))).toMatchObject({
      executionState: 'failed',
      executionInfo: { errors: [{ code: 'JobTimedOut' }] },
    })
  })

  test('BA-38: is ended on request, running or queued, and its node is free for the next', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'one', takes(600))
    await submit(server, place, 'two', takes(600))
    await submit(server, place, 'three', takes(600))
    for (const name of ['two', 'one']) {
      const answer = await batchCall(server, 'POST', `${place.jobId(name)}/terminate`)
      expect(answer.status).toBe(202)
      await later(server)
      expect((await follow(server, answer)).body.status).toBe('Succeeded')
    }
    expect(await statesOf(server, place)).toEqual({ one: 'failed', two: 'failed', three: 'running' })
    expect((await jobOf(server, place.jobId('one'))).executionInfo).toMatchObject({
      endTime: time,
      errors: [{ code: 'JobTerminated' }],
    })
    expect(startsOf(server)).toEqual([1, 1])
  })

  test('BA-38: is deleted while it runs, and its node is free for the next', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'one', takes(600))
    await submit(server, place, 'two', takes(5))
    expect((await batchCall(server, 'DELETE', place.jobId('one'))).status).toBe(202)
    await later(server, 10_000, 40)
    expect(await statesOf(server, place)).toEqual({ two: 'succeeded' })
  })

  test('BA-38: cannot be changed: a second PUT is refused with 409', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'one')
    const again = await submit(server, place, 'one')
    expect([again.status, again.body.error.code]).toEqual([409, 'JobAlreadyExists'])
  })

  test('BA-36, BA-38: tells where its nodes are reached while it runs', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'one', takes(10))
    const logins = async () =>
      (await batchCall(server, 'POST', `${place.jobId('one')}/listRemoteLoginInformation`)).body.value
    const [node] = await nodesOf(server, place.clusterId)
    expect(await logins()).toEqual([{ nodeId: node?.name, ipAddress: '127.0.50.1', port: 50_000 }])
    await later(server, 20_000, 20)
    expect(await logins()).toEqual([])
  })

  test('its secrets are shown by name alone, and stand in no row', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    const environmentVariables = [{ name: 'COLOUR', value: 'green' }]
    await submit(server, place, 'one', { environmentVariables, secrets: [{ name: 'TOKEN', value: 'hush-hush' }] })
    const shown = await jobOf(server, place.jobId('one'))
    expect([shown.environmentVariables, shown.secrets]).toEqual([environmentVariables, [{ name: 'TOKEN' }]])
    expect(JSON.stringify(await server.store.list({}))).not.toContain('hush-hush')
  })

  test('PO-07: a cluster without jobs has no nodes, gets as many as are queued, and none when they are over', async () => {
    await using server = await startTestServer()
    const autoScale = { minimumNodeCount: 0, maximumNodeCount: 3, nodeIdleTimeBeforeScaleDown: 'PT1M' }
    const place = await makeJobPlace(server, { scaleSettings: { autoScale } })
    expect(await countsOf(server, place.clusterId)).toEqual([0, 0, 0, 0, 0])
    for (const name of ['one', 'two']) await submit(server, place, name, takes(30))
    await later(server, 1_000, 10)
    expect(await countsOf(server, place.clusterId)).toEqual([0, 2, 0, 0, 0])
    await later(server, 40_000, 40)
    expect(await statesOf(server, place)).toEqual({ one: 'succeeded', two: 'succeeded' })
    expect(await countsOf(server, place.clusterId)).toEqual([2, 0, 0, 0, 0])
    await later(server, 70_000, 20)
    expect((await clusterOf(server, place.clusterId)).currentNodeCount).toBe(0)
  })

  test('BA-04: the more urgent goes first, then the older', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'first', takes(10))
    const priorities = { c: 'low', b: 'normal', d: 'normal', a: 'high' }
    for (const [name, schedulingPriority] of Object.entries(priorities)) {
      server.clock.advance(5)
      await submit(server, place, name, { ...takes(10), schedulingPriority })
    }
    await later(server, 80_000, 160)
    const begun = await Promise.all(
      Object.keys(priorities).map(async (name) => {
        const { executionInfo } = await jobOf(server, place.jobId(name))
        return { name, at: Date.parse(executionInfo.startTime) }
      }),
    )
    expect(begun.sort((one, other) => one.at - other.at).map(({ name }) => name)).toEqual(['a', 'b', 'd', 'c'])
  })

  test('runs on several nodes at once, or waits for all of them', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server, { scaleSettings: { manual: { targetNodeCount: 2 } } })
    await submit(server, place, 'small', takes(20))
    await submit(server, place, 'wide', { ...takes(20), nodeCount: 2 })
    await submit(server, place, 'late', takes(20))
    expect(await statesOf(server, place)).toEqual({ small: 'running', wide: 'queued', late: 'queued' })
    await later(server, 24_000, 48)
    expect(await statesOf(server, place)).toEqual({ small: 'succeeded', wide: 'running', late: 'queued' })
    expect(await countsOf(server, place.clusterId)).toEqual([0, 2, 0, 0, 0])
    await later(server, 60_000, 120)
    expect(await statesOf(server, place)).toEqual({ small: 'succeeded', wide: 'succeeded', late: 'succeeded' })
    expect(startsOf(server)).toEqual([1, 1, 1])
  })

  test('larger than its cluster may be is refused, and fails where that was made smaller meanwhile', async () => {
    await using server = await startTestServer()
    const autoScale = { minimumNodeCount: 0, maximumNodeCount: 2 }
    const place = await makeJobPlace(server, { scaleSettings: { autoScale } })
    const refused = await submit(server, place, 'vast', { nodeCount: 3 })
    expect([refused.status, refused.body.error.code]).toEqual([400, 'JobLargerThanCluster'])
    expect(refused.body.error.message).toContain('3 nodes at once and its cluster has at most 2')
    await submit(server, place, 'busy', { ...takes(60), nodeCount: 2 })
    await later(server, 1_000, 10)
    await submit(server, place, 'wide', { nodeCount: 2 })
    await batchCall(server, 'PATCH', place.clusterId, {
      properties: { scaleSettings: { autoScale: { ...autoScale, maximumNodeCount: 1 } } },
    })
    await later(server)
    expect(await statesOf(server, place)).toEqual({ busy: 'running', wide: 'failed' })
    expect((await jobOf(server, place.jobId('wide'))).executionInfo.errors).toMatchObject([
      { code: 'JobLargerThanCluster' },
    ])
  })

  test.each(['group', 'workspace'] as const)(
    'BA-21: goes with its %s while it runs, with its cluster',
    async (what) => {
      await using server = await startTestServer()
      const place = await makeJobPlace(server)
      await submit(server, place, 'one', takes(600))
      await submit(server, place, 'two', takes(600))
      const answer =
        what === 'group'
          ? await server.call('DELETE', `${place.groupId}?api-version=2024-10-01`)
          : await batchCall(server, 'DELETE', place.workspaceId)
      expect(answer.status).toBe(202)
      await later(server, 12_000, 24)
      expect((await batchCall(server, 'GET', place.workspaceId)).status).toBe(404)
      expect(await server.store.list({ underKey: place.workspaceId.toLowerCase() })).toEqual([])
      expect(await Array.fromAsync(server.engine.listMachines())).toEqual([])
    },
  )

  test('fails with its cluster, queued or running', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    await submit(server, place, 'one', takes(600))
    await submit(server, place, 'two', takes(600))
    await batchCall(server, 'DELETE', place.clusterId)
    await later(server, 4_000, 8)
    expect(await statesOf(server, place)).toEqual({ one: 'failed', two: 'failed' })
    expect((await jobOf(server, place.jobId('one'))).executionInfo.errors).toMatchObject([{ code: 'ClusterDeleted' }])
    expect((await batchCall(server, 'GET', place.clusterId)).status).toBe(404)
  })
})

describe('what a job mounts', () => {
  test('BA-14: is shown as sent, is in its nodes while they are its own, and in no others', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server, { scaleSettings: { manual: { targetNodeCount: 2 } } })
    await batchCall(server, 'PUT', place.fileServerId('mine'), fileServerBody())
    await server.settle()
    const fileServers = [
      {
        fileServer: { id: place.fileServerId('mine') },
        relativeMountPath: 'own',
        mountOptions: 'ro',
        sourceDirectory: 'a',
      },
    ]
    const unmanagedFileSystems = [{ mountCommand: 'ls', relativeMountPath: 'other' }]
    await submit(server, place, 'one', { ...takes(60), mountVolumes: { fileServers, unmanagedFileSystems } })
    await later(server, 500, 4)
    const shown = await jobOf(server, place.jobId('one'))
    expect(shown.executionState).toBe('running')
    expect(shown.mountVolumes).toEqual({
      ...{ azureFileShares: [], azureBlobFileSystems: [] },
      ...{ fileServers, unmanagedFileSystems },
    })
    const [name] = (await seenOf(server, place.jobId('one')))?.nodes ?? []
    const mounts = async () =>
      Object.fromEntries(
        (await nodesOf(server, place.clusterId)).map((node) => [
          node.name,
          server.engine.specOf(node.desired.machineKey)?.mounts.filter(({ isReadOnly }) => isReadOnly),
        ]),
      )
    const share = expect.objectContaining({ path: expect.stringMatching(/^\/srv\/fileservers\/[0-9a-f]{24}-ro$/) })
    for (const [node, has] of Object.entries(await mounts())) expect(has).toEqual(node === name ? [share] : [])
    const kept = await batchCall(server, 'DELETE', place.fileServerId('mine'))
    expect([kept.status, kept.body.error.code]).toEqual([409, 'FileServerInUse'])
    await later(server, 70_000, 20)
    expect((await jobOf(server, place.jobId('one'))).executionState).toBe('succeeded')
    for (const has of Object.values(await mounts())) expect(has).toEqual([])
    expect((await batchCall(server, 'DELETE', place.fileServerId('mine'))).status).toBe(202)
  })
})

describe('what is refused of a job', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    [
      'a toolkit',
      { customToolkitSettings: undefined, tensorFlowSettings: { pythonScriptFilePath: 'a' } },
      /tensorFlowSettings.*not offered.*customToolkitSettings, customMpiSettings or horovodSettings/s,
    ],
    ['two toolkits', { customMpiSettings: { commandLine: 'a' } }, /customToolkitSettings and customMpiSettings/],
    [
      'no process',
      { customToolkitSettings: undefined, customMpiSettings: { commandLine: 'a', processCount: 0 } },
      /processCount.*from 1 to/s,
    ],
    ['a share of a storage account', { mountVolumes: { azureFileShares: [{}] } }, /azureFileShares.*storage accounts/s],
    ['no toolkit', { customToolkitSettings: undefined }, /exactly one toolkit.*customMpiSettings/s],
    ['no command', { customToolkitSettings: {} }, /commandLine.*is required/s],
    ['no nodes', { nodeCount: 0 }, /nodeCount.*from 1 to 100/s],
    ['a way upwards', { stdOutErrPathPrefix: '/mnt/../etc' }, /must not lead upwards/],
    ['a time beyond a week', { constraints: { maxWallClockTime: 'P8D' } }, /at most 7 days/],
    ['a variable of the service', { environmentVariables: [{ name: 'AZ_BATCHAI_X', value: '' }] }, /kept for Carrel/],
    [
      'a secret in a key vault',
      { secrets: [{ name: 'S', valueSecretReference: { sourceVault: { id: '/v' }, secretUrl: 'https://v' } }] },
      /"message":"properties.secrets.0.valueSecretReference: is not offered: there is no key vault. Send the value."/,
    ],
    [
      'a directory in what several nodes share',
      { nodeCount: 2, outputDirectories: [{ id: 'A', pathPrefix: '$AZ_BATCHAI_SHARED_JOB_TEMP/a' }] },
      /SHARED_JOB_TEMP.*Begin outputDirectories with \$AZ_BATCHAI_MOUNT_ROOT/,
    ],
    ['a secret without a value', { secrets: [{ name: 'S' }] }, /secrets.0.value: is required/],
    ['a member that nobody reads', { speed: 'fast' }, /speed/],
  ])('%s', async (_, properties, words) => {
    await using server = await startTestServer()
    const place = await makeBatchWorkspace(server)
    await batchCall(server, 'PUT', `${place.workspaceId}/experiments/trial`)
    const id = `${place.workspaceId}/experiments/trial/jobs/one`
    const answer = await batchCall(server, 'PUT', id, jobBody(place.clusterId('none'), properties))
    expect([answer.status, JSON.stringify(answer.body.error)]).toEqual([400, expect.stringMatching(words)])
  })

  test('a cluster that is not there, a file server that is not there, and two volumes in one place', async () => {
    await using server = await startTestServer()
    const place = await makeJobPlace(server)
    const elsewhere = await submit(server, { ...place, clusterId: place.fileServerId('disks') }, 'one')
    expect([elsewhere.status, elsewhere.body.error.code]).toEqual([400, 'ClusterNotFound'])
    const fileServers = [{ fileServer: { id: place.fileServerId('other') }, relativeMountPath: 'own' }]
    const absent = await submit(server, place, 'one', { mountVolumes: { fileServers } })
    expect([absent.status, absent.body.error.code]).toEqual([400, 'FileServerNotFound'])
    const unmanagedFileSystems = ['a', 'a/b'].map((relativeMountPath) => ({ mountCommand: 'true', relativeMountPath }))
    const clash = await submit(server, place, 'one', { mountVolumes: { unmanagedFileSystems } })
    expect([clash.status, clash.body.error.code]).toEqual([400, 'InvalidMountPath'])
  })
})
