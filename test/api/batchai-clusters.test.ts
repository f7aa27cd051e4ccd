// Batch AI's clusters through the API: making, showing, resizing and deleting them, and what is refused.

import { describe, expect, test } from 'vitest'
import { follow, later } from '../support/arm-steps.ts'
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
} from '../support/batch-steps.ts'
import { startTestServer } from '../support/harness.ts'

const time = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/)

describe('a Batch AI cluster', () => {
  test('BA-01, BA-08, BA-30: is accepted with 202, succeeds before its nodes are there, and has them then', async () => {
    await using server = await startTestServer({ knobs: { startMs: 60_000 } })
    const { clusterId } = await makeBatchWorkspace(server)
    const id = clusterId('one')
    const answer = await batchCall(
      server,
      'PUT',
      id,
      clusterBody({ scaleSettings: { manual: { targetNodeCount: 2 } } }),
    )
    expect([answer.status, answer.body, answer.headers['retry-after']]).toEqual([202, undefined, '1'])
    await server.settle()
    expect((await follow(server, answer)).body.status).toBe('Succeeded')
    expect((await follow(server, answer, 'location')).status).toBe(200)
    expect(await clusterOf(server, id)).toMatchObject({
      vmSize: 'STANDARD_D1_V2',
      vmPriority: 'dedicated',
      provisioningState: 'succeeded',
      allocationState: 'resizing',
      scaleSettings: { manual: { targetNodeCount: 2, nodeDeallocationOption: 'requeue' } },
      virtualMachineConfiguration: {
        imageReference: { publisher: 'Canonical', offer: 'UbuntuServer', sku: '16.04-LTS', version: 'latest' },
      },
      currentNodeCount: 2,
      errors: [],
      creationTime: time,
      allocationStateTransitionTime: time,
    })
    expect(await countsOf(server, id)).toEqual([0, 0, 2, 0, 0])
    await later(server, 80_000, 8)
    expect(await clusterOf(server, id)).toMatchObject({ allocationState: 'steady', currentNodeCount: 2 })
    expect(await countsOf(server, id)).toEqual([2, 0, 0, 0, 0])
    const { id: shown, name, type, ...more } = (await batchCall(server, 'GET', id)).body
    expect([shown, name, type, Object.keys(more)]).toEqual([
      id,
      'one',
      'Microsoft.BatchAI/workspaces/clusters',
      ['properties'],
    ])
  })

  test('BA-33: stands in the list of its workspace', async () => {
    await using server = await startTestServer()
    const { clusterId, workspaceId } = await makeBatchWorkspace(server)
    await makeCluster(server, clusterId('one'))
    await makeCluster(server, clusterId('two'), { scaleSettings: undefined })
    const { body } = await server.call('GET', `${workspaceId}/clusters?${batchVersion}`)
    expect(
      body.value.map(({ name, properties }: { name: string; properties: { currentNodeCount: number } }) => [
        name,
        properties.currentNodeCount,
      ]),
    ).toEqual([
      ['one', 1],
      ['two', 0],
    ])
  })

  test('BA-36: tells an address and a port from 50000 for each node, none twice', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    await makeCluster(server, clusterId('one'), { scaleSettings: { manual: { targetNodeCount: 2 } } })
    await makeCluster(server, clusterId('two'))
    const logins = async (name: string) =>
      (await server.call('POST', `${clusterId(name)}/listRemoteLoginInformation?${batchVersion}`)).body.value
    const all = [...(await logins('one')), ...(await logins('two'))]
    expect(all.map(({ ipAddress, port }) => [ipAddress, port])).toEqual([
      ['127.0.50.1', 50_000],
      ['127.0.50.1', 50_001],
      ['127.0.50.1', 50_002],
    ])
    for (const { nodeId } of all) expect(nodeId).toMatch(/^tvm-\d{10}-[0-9a-f]{8}$/)
    expect(new Set(all.map(({ nodeId }) => nodeId)).size).toBe(3)
  })

  test('BA-20, BA-39: goes to 0 nodes and back by PATCH, answered 200, and holds nothing meanwhile', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    const id = clusterId('one')
    await makeCluster(server, id, { scaleSettings: { manual: { targetNodeCount: 2 } } })
    const [first] = await nodesOf(server, id)
    const answer = await resize(server, id, { manual: { targetNodeCount: 0, nodeDeallocationOption: 'requeue' } })
    expect([answer.status, answer.body.properties.scaleSettings.manual.targetNodeCount]).toEqual([200, 0])
    await later(server)
    expect(await clusterOf(server, id)).toMatchObject({ currentNodeCount: 0, allocationState: 'steady' })
    expect(await Array.fromAsync(server.engine.listMachines())).toEqual([])
    expect((await server.store.usage('memory')).every(({ cores }) => cores === 0)).toBe(true)
    await resize(server, id, { manual: { targetNodeCount: 1 } })
    await later(server)
    const [node] = await nodesOf(server, id)
    expect(node?.name).not.toBe(first?.name)
    expect(await countsOf(server, id)).toEqual([1, 0, 0, 0, 0])
  })

  test('BA-39: PATCH turns an auto-scale cluster into a manual one and back', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    const id = clusterId('one')
    const autoScale = { minimumNodeCount: 0, maximumNodeCount: 3, initialNodeCount: 2 }
    await makeCluster(server, id, { scaleSettings: { autoScale } })
    expect((await clusterOf(server, id)).scaleSettings).toEqual({ autoScale })
    await resize(server, id, { manual: { targetNodeCount: 3 } })
    await later(server)
    expect(await countsOf(server, id)).toEqual([3, 0, 0, 0, 0])
    await resize(server, id, { autoScale: { minimumNodeCount: 1, maximumNodeCount: 2 } })
    await later(server)
    expect((await clusterOf(server, id)).scaleSettings).toEqual({
      autoScale: { minimumNodeCount: 1, maximumNodeCount: 2, initialNodeCount: 0 },
    })
    expect(await countsOf(server, id)).toEqual([2, 0, 0, 0, 0])
  })

  test('BA-40: is deleted with its nodes, and its ports are free again', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    await makeCluster(server, clusterId('one'))
    const answer = await batchCall(server, 'DELETE', clusterId('one'))
    expect([answer.status, typeof answer.headers.location]).toEqual([202, 'string'])
    await later(server)
    expect((await batchCall(server, 'GET', clusterId('one'))).status).toBe(404)
    expect(await Array.fromAsync(server.engine.listMachines())).toEqual([])
    expect([await server.store.claims('ssh-port'), server.engine.volumes.size]).toEqual([[], 0])
  })

  test.each(['group', 'workspace'] as const)('BA-21, BA-41: goes with its %s', async (what) => {
    await using server = await startTestServer()
    const { clusterId, groupId, workspaceId } = await makeBatchWorkspace(server)
    await makeCluster(server, clusterId('one'))
    await makeCluster(server, clusterId('two'))
    const answer =
      what === 'group'
        ? await server.call('DELETE', `${groupId}?api-version=2024-10-01`)
        : await batchCall(server, 'DELETE', workspaceId)
    expect(answer.status).toBe(202)
    await later(server, 20_000, 20)
    expect((await batchCall(server, 'GET', workspaceId)).status).toBe(404)
    expect([await Array.fromAsync(server.engine.listMachines()), await server.store.claims('ssh-port')]).toEqual([
      [],
      [],
    ])
  })

  test('can be put again as it is shown, and changes in nothing but its scale', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    const id = clusterId('one')
    const user = { adminUserName: 'ana', adminUserPassword: 'one secret' }
    await makeCluster(server, id, { userAccountSettings: user })
    const shown = (await batchCall(server, 'GET', id)).body
    expect((await batchCall(server, 'PUT', id, { properties: shown.properties })).status).toBe(200)
    const change = async (properties: object) => {
      const { body } = await batchCall(server, 'PUT', id, clusterBody({ userAccountSettings: user, ...properties }))
      return body.error && [body.error.code, body.error.target]
    }
    expect(await change({})).toBeUndefined()
    expect(await change({ vmSize: 'STANDARD_D2_V2' })).toEqual(['PropertyChangeNotAllowed', 'properties.vmSize'])
    expect(await change({ vmPriority: 'lowpriority' })).toEqual(['PropertyChangeNotAllowed', 'properties.vmPriority'])
    expect(await change({ userAccountSettings: { ...user, adminUserPassword: 'other' } })).toEqual([
      'PropertyChangeNotAllowed',
      'properties.userAccountSettings',
    ])
    expect(await change({ scaleSettings: { manual: { targetNodeCount: 2 } } })).toBeUndefined()
    const patched = await batchCall(server, 'PATCH', id, { properties: { vmSize: 'STANDARD_D2_V2' } })
    expect([patched.status, patched.body.error.code]).toEqual([400, 'InvalidRequestContent'])
  })
})

describe('images', () => {
  const put = async (imageReference: unknown) => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    const body = clusterBody({ virtualMachineConfiguration: { imageReference } })
    return await batchCall(server, 'PUT', clusterId('one'), body)
  }

  test.each([
    ['Canonical', 'UbuntuServer', '16.04-LTS'],
    ['microsoft-ads', 'linux-data-science-vm-ubuntu', 'linuxdsvmubuntu'],
    ['CANONICAL', 'ubuntuserver', '16.04-lts'],
  ])('BA-12, PO-03: %s/%s/%s is offered', async (publisher, offer, sku) => {
    expect((await put({ publisher, offer, sku, version: 'latest' })).status).toBe(202)
  })

  test.each([
    [{ publisher: 'OpenLogic', offer: 'CentOS', sku: '7.5' }, 'ImageNotOffered'],
    [{ publisher: 'Canonical', offer: 'UbuntuServer', sku: '16.04-LTS', version: '1.2.3' }, 'ImageNotOffered'],
    [{ publisher: 'a', offer: 'b', sku: 'c', virtualMachineImageId: '/x' }, 'InvalidRequestContent'],
  ])('BA-12: %j is refused, with the list of those that are', async (reference, code) => {
    const { status, body } = await put(reference)
    expect([status, body.error.code]).toEqual([400, code])
    if (code === 'ImageNotOffered') expect(body.error.message).toMatch(/UbuntuLTS.*UbuntuDSVM/)
  })
})

describe('what is refused', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['no size', { vmSize: undefined }, 'InvalidRequestContent', 'properties.vmSize'],
    ['a size that is not offered', { vmSize: 'STANDARD_Z1' }, 'VmSizeNotSupported', 'properties.vmSize'],
    ['BA-05: a GPU where there is none', { vmSize: 'Standard_NC6' }, 'NoGpuAvailable', 'properties.vmSize'],
    ['another priority', { vmPriority: 'urgent' }, 'InvalidRequestContent', 'properties.vmPriority'],
    [
      'BA-09: both ways of scaling',
      {
        scaleSettings: {
          manual: { targetNodeCount: 1 },
          autoScale: { minimumNodeCount: 0, maximumNodeCount: 1 },
        },
      },
      'InvalidRequestContent',
      'properties.scaleSettings',
    ],
    [
      'more at least than at most',
      { scaleSettings: { autoScale: { minimumNodeCount: 2, maximumNodeCount: 1 } } },
      'InvalidRequestContent',
      'properties.scaleSettings.autoScale',
    ],
    [
      'BA-09: more at first than at most',
      { scaleSettings: { autoScale: { minimumNodeCount: 0, maximumNodeCount: 1, initialNodeCount: 2 } } },
      'InvalidRequestContent',
      'properties.scaleSettings.autoScale',
    ],
    [
      'more than 100 nodes',
      { scaleSettings: { manual: { targetNodeCount: 101 } } },
      'InvalidRequestContent',
      'properties.scaleSettings.manual.targetNodeCount',
    ],
    ['no user', { userAccountSettings: undefined }, 'InvalidRequestContent', 'properties.userAccountSettings'],
    [
      'BA-15: a user nobody could sign in as',
      { userAccountSettings: { adminUserName: 'ana' } },
      'NoCredentials',
      'properties.userAccountSettings',
    ],
    [
      'BA-15: root',
      { userAccountSettings: { adminUserName: 'root', adminUserPassword: 'x' } },
      'InvalidAdminUserName',
      'properties.userAccountSettings.adminUserName',
    ],
    [
      'BA-15: what is no key',
      { userAccountSettings: { adminUserName: 'ana', adminUserSshPublicKey: 'ssh-rsa AAAA' } },
      'InvalidSshPublicKey',
      'properties.userAccountSettings.adminUserSshPublicKey',
    ],
    [
      'BA-13: a share of a storage account',
      { nodeSetup: { mountVolumes: { azureFileShares: [{ accountName: 'a' }] } } },
      'InvalidRequestContent',
      'properties.nodeSetup.mountVolumes.azureFileShares',
    ],
    [
      'a file server that is not there',
      { nodeSetup: { mountVolumes: { fileServers: [{ fileServer: { id: '/none' }, relativeMountPath: 'nfs' }] } } },
      'FileServerNotFound',
      'properties.nodeSetup.mountVolumes.fileServers',
    ],
    [
      'a mount that leads out',
      {
        nodeSetup: { mountVolumes: { unmanagedFileSystems: [{ mountCommand: 'true', relativeMountPath: '../etc' }] } },
      },
      'InvalidRequestContent',
      'properties.nodeSetup.mountVolumes.unmanagedFileSystems.0.relativeMountPath',
    ],
    [
      'two mounts at one place',
      {
        nodeSetup: {
          mountVolumes: {
            unmanagedFileSystems: [
              { mountCommand: 'true', relativeMountPath: 'a' },
              { mountCommand: 'true', relativeMountPath: 'a/b' },
            ],
          },
        },
      },
      'InvalidMountPath',
      'properties.nodeSetup.mountVolumes',
    ],
    [
      'BA-16: a set-up task without a place for its output',
      { nodeSetup: { setupTask: { commandLine: 'true' } } },
      'InvalidRequestContent',
      'properties.nodeSetup.setupTask.stdOutErrPathPrefix',
    ],
    [
      'BA-16: a variable of the set-up task that stands twice',
      {
        nodeSetup: {
          setupTask: {
            ...{ commandLine: 'true', stdOutErrPathPrefix: '/var/log' },
            ...{ environmentVariables: [{ name: 'A', value: '1' }], secrets: [{ name: 'A', value: '2' }] },
          },
        },
      },
      'InvalidRequestContent',
      'properties.nodeSetup.setupTask.environmentVariables',
    ],
    [
      'counters for an account of insights',
      { nodeSetup: { performanceCountersSettings: { appInsightsReference: { component: { id: '/x' } } } } },
      'InvalidRequestContent',
      'properties.nodeSetup.performanceCountersSettings',
    ],
    ['a subnet that is none', { subnet: { id: '/x' } }, 'InvalidRequestContent', 'properties.subnet.id'],
    ['what nobody reads', { colour: 'red' }, 'InvalidRequestContent', 'properties'],
  ])('%s', async (_, properties, code, target) => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    const { status, body } = await batchCall(server, 'PUT', clusterId('one'), clusterBody(properties))
    expect([status, body.error.code, body.error.target]).toEqual([400, code, target])
    expect((await batchCall(server, 'GET', clusterId('one'))).status).toBe(404)
  })

  test.each(['tags', 'location', 'identity', 'sku', 'kind', 'zones'])(
    'BA-18: %s of what is in a workspace',
    async (name) => {
      await using server = await startTestServer()
      const { workspaceId, clusterId } = await makeBatchWorkspace(server)
      const extra = {
        [name]: { tags: { a: 'b' }, zones: ['1'], identity: { type: 'x' }, sku: { name: 'x' } }[name] ?? 'x',
      }
      await makeCluster(server, clusterId('one'))
      const asked = [
        ['PUT', clusterId('one'), clusterBody()],
        ['PATCH', clusterId('one'), { properties: {} }],
        ['PUT', `${workspaceId}/experiments/e`, {}],
        ['PUT', `${workspaceId}/experiments/e/jobs/j`, { properties: {} }],
        ['PUT', `${workspaceId}/fileServers/f`, { properties: {} }],
      ] as const
      await batchCall(server, 'PUT', `${workspaceId}/experiments/e`)
      for (const [method, id, body] of asked) {
        const { status, body: answer } = await batchCall(server, method, id, { ...body, ...extra })
        expect([method, id, status, answer.error?.target]).toEqual([method, id, 400, name])
      }
      const none = { tags: {}, identity: null, kind: null, location: '' }
      const { status, body } = await batchCall(server, 'PUT', clusterId('one'), { ...clusterBody(), ...none })
      expect([status, body.error]).toEqual([200, undefined])
    },
  )

  test('a cluster in a workspace that is not there', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    const { status } = await batchCall(server, 'PUT', clusterId('one').replace('/batch/', '/none/'), clusterBody())
    expect(status).toBe(404)
  })
})

test('BA-36: a port that somebody else listens on is moved, for its node too, and recorded', async () => {
  await using server = await startTestServer()
  const { clusterId } = await makeBatchWorkspace(server)
  await makeCluster(server, clusterId('one'), { scaleSettings: { manual: { targetNodeCount: 2 } } })
  const notice = { key: clusterId('one').toLowerCase(), port: 50_000 }
  const answer = await server.server.app.inject({ method: 'POST', url: '/internal/ssh-port-in-use', payload: notice })
  expect(answer.statusCode).toBe(204)
  await later(server)
  const { body } = await server.call('POST', `${clusterId('one')}/listRemoteLoginInformation?${batchVersion}`)
  expect(body.value.map(({ port }: { port: number }) => port)).toEqual([50_001, 50_002])
  expect((await server.store.claims('ssh-port')).map(({ value }) => value)).toEqual(['50001', '50002'])
  const events = await server.call('GET', `${clusterId('one')}/events?${batchVersion}`)
  expect(events.body.value.map(({ operationName }: { operationName: string }) => operationName)).toContain(
    'MoveSshPort',
  )
})
