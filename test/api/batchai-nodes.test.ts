// What the nodes of a cluster are set up with, what of it is told, and what is kept where nobody reads it.

import { describe, expect, test } from 'vitest'
import { later } from '../support/arm-steps.ts'
import {
  batchCall,
  batchVersion,
  clusterBody,
  clusterOf,
  countsOf,
  fileServerBody,
  makeBatchWorkspace,
  makeCluster,
  nodesOf,
} from '../support/batch-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const setupTask = (more: object = {}) => ({
  commandLine: 'echo hello',
  stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/logs',
  ...more,
})

async function scriptOf(server: TestServer, id: string): Promise<string> {
  const [node] = await nodesOf(server, id)
  return Buffer.from(node?.desired.template.setup?.scripts.startup?.content ?? '', 'base64').toString('utf8')
}

describe('the set-up task of a cluster', () => {
  test('BA-16: is shown with the path of its output, and a node that runs it is preparing', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    const id = clusterId('one')
    await makeCluster(server, id, { nodeSetup: { setupTask: setupTask({ commandLine: 'sleep 60\necho done' }) } })
    expect(await countsOf(server, id)).toEqual([0, 0, 1, 0, 0])
    const { setupTask: shown } = (await clusterOf(server, id)).nodeSetup
    expect(shown).toMatchObject({
      commandLine: 'sleep 60\necho done',
      stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/logs',
    })
    const { subscriptionId } = server.installation
    expect(shown.stdOutErrPathSuffix).toMatch(
      new RegExp(`^${subscriptionId}/lab/workspaces/batch/clusters/one/[0-9a-f-]{36}$`),
    )
    await later(server, 70_000, 8)
    expect(await countsOf(server, id)).toEqual([1, 0, 0, 0, 0])
  })

  test('BA-16: runs again when a node comes up again', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    const id = clusterId('one')
    await makeCluster(server, id, { nodeSetup: { setupTask: setupTask() } })
    const [before] = await nodesOf(server, id)
    await server.engine.exit(before?.desired.machineKey ?? '', 'Exited')
    await server.store.wake([before?.key ?? ''], server.clock.now())
    await later(server)
    const [after] = await nodesOf(server, id)
    const bootOf = (node: typeof after) => node?.observed?.setup?.startup?.bootId
    expect(after?.observed?.phase).toBe('running')
    expect([bootOf(before), bootOf(after)]).toEqual([before?.observed?.bootId, after?.observed?.bootId])
    expect(bootOf(after)).not.toBe(bootOf(before))
  })

  test('BA-16: that fails leaves its node unusable, with the reason, and the cluster succeeded', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    const id = clusterId('one')
    await makeCluster(server, id, { nodeSetup: { setupTask: setupTask({ commandLine: 'exit 3' }) } })
    const [node] = await nodesOf(server, id)
    expect(await countsOf(server, id)).toEqual([0, 0, 0, 1, 0])
    expect(await clusterOf(server, id)).toMatchObject({
      provisioningState: 'succeeded',
      allocationState: 'steady',
      errors: [
        {
          code: 'SetupTaskFailed',
          message: `The set-up task ended with exit status 3 on node ${node?.name}.`,
          details: [
            { name: 'NodeId', value: node?.name },
            { name: 'ExitCode', value: '3' },
          ],
        },
      ],
    })
  })

  test('a node whose machine cannot be made is unusable, with what the engine says', async () => {
    const { TerminalError } = await import('../../src/base/errors.ts')
    await using server = await startTestServer()
    server.engine.knobs.failing = (method) =>
      method === 'ensureMachine'
        ? new TerminalError('ImageNotFound', 'There is no image.', { nextStep: 'Build it.' })
        : undefined
    const { clusterId } = await makeBatchWorkspace(server)
    await makeCluster(server, clusterId('one'))
    expect(await countsOf(server, clusterId('one'))).toEqual([0, 0, 0, 1, 0])
    expect((await clusterOf(server, clusterId('one'))).errors).toMatchObject([
      { code: 'ImageNotFound', message: 'There is no image. Build it.' },
    ])
  })
})

describe('secrets', () => {
  test('BA-15: passwords and secret variables reach the node, and are in no answer, no row and no event', async () => {
    await using server = await startTestServer()
    const { clusterId, workspaceId } = await makeBatchWorkspace(server)
    const id = clusterId('one')
    await makeCluster(server, id, {
      userAccountSettings: { adminUserName: 'ana', adminUserPassword: 'swordfish' },
      nodeSetup: {
        setupTask: setupTask({
          environmentVariables: [{ name: 'COLOUR', value: 'red' }],
          secrets: [{ name: 'TOKEN', value: 'opensesame' }],
        }),
      },
    })
    const shown = await Promise.all([
      batchCall(server, 'GET', id),
      server.call('GET', `${workspaceId}/clusters?${batchVersion}`),
      server.call('GET', `${id}/events?${batchVersion}`),
      server.call('GET', `${id}?api-version=2026-11-01`),
    ])
    for (const { body } of shown) expect(JSON.stringify(body)).not.toMatch(/swordfish|opensesame/)
    expect((await clusterOf(server, id)).nodeSetup.setupTask).toMatchObject({
      environmentVariables: [{ name: 'COLOUR', value: 'red' }],
      secrets: [{ name: 'TOKEN' }],
    })
    const rows = await server.db.selectFrom('resources').selectAll().execute()
    expect(JSON.stringify(rows)).not.toMatch(/swordfish|opensesame|BEGIN EC/)
    const operations = await server.db.selectFrom('operations').selectAll().execute()
    expect(JSON.stringify(operations)).not.toMatch(/swordfish|opensesame/)
    expect(await countsOf(server, id)).toEqual([1, 0, 0, 0, 0])
  })

  test('a secret without a value is refused', async () => {
    await using server = await startTestServer()
    const { clusterId } = await makeBatchWorkspace(server)
    const body = clusterBody({ nodeSetup: { setupTask: setupTask({ secrets: [{ name: 'TOKEN' }] }) } })
    const answer = await batchCall(server, 'PUT', clusterId('one'), body)
    expect([answer.status, answer.body.error.target]).toEqual([400, 'properties.nodeSetup.setupTask.secrets'])
  })
})

describe('a file server', () => {
  test('BA-14: is made, shown without secrets, listed, mounted by clusters, and stays while one does', async () => {
    await using server = await startTestServer()
    const { clusterId, fileServerId, workspaceId } = await makeBatchWorkspace(server)
    const id = fileServerId('disks')
    expect((await batchCall(server, 'PUT', id, fileServerBody())).status).toBe(202)
    await server.settle()
    expect((await batchCall(server, 'GET', id)).body).toMatchObject({
      id,
      type: 'Microsoft.BatchAI/workspaces/fileServers',
      properties: {
        vmSize: 'STANDARD_D1_V2',
        sshConfiguration: { userAccountSettings: { adminUserName: 'ana' } },
        dataDisks: { diskSizeInGB: 10, cachingType: 'none', diskCount: 1, storageAccountType: 'Standard_LRS' },
        mountSettings: { mountPoint: '/mnt/data' },
        provisioningState: 'succeeded',
      },
    })
    const list = await server.call('GET', `${workspaceId}/fileServers?${batchVersion}`)
    expect(list.body.value.map(({ name }: { name: string }) => name)).toEqual(['disks'])
    expect(JSON.stringify(list.body)).not.toContain('a secret')
    const volume = { fileServer: { id }, relativeMountPath: 'nfs', mountOptions: 'ro', sourceDirectory: 'data/one' }
    await makeCluster(server, clusterId('one'), { nodeSetup: { mountVolumes: { fileServers: [volume] } } })
    expect((await clusterOf(server, clusterId('one'))).nodeSetup.mountVolumes.fileServers).toEqual([volume])
    const [node] = await nodesOf(server, clusterId('one'))
    expect(node?.desired.template.mounts).toMatchObject([
      { path: '/srv/fileservers/0', source: { kind: 'share' }, isReadOnly: true },
    ])
    expect(await scriptOf(server, clusterId('one'))).toContain(
      "link 201 '\\''/mnt/batch/tasks/shared/LS_root/mounts/nfs'\\'' '\\''/srv/fileservers/0/data/one'\\''",
    )
    const kept = await batchCall(server, 'DELETE', id)
    expect([kept.status, kept.body.error.code]).toEqual([409, 'FileServerInUse'])
    await batchCall(server, 'DELETE', clusterId('one'))
    await later(server)
    expect((await batchCall(server, 'DELETE', id)).status).toBe(202)
    await later(server)
    expect((await batchCall(server, 'GET', id)).status).toBe(404)
  })

  test('of another workspace is not mounted', async () => {
    await using server = await startTestServer()
    const { fileServerId } = await makeBatchWorkspace(server, 'lab', 'other')
    const { clusterId } = await makeBatchWorkspace(server)
    await batchCall(server, 'PUT', fileServerId('disks'), fileServerBody())
    const volume = { fileServer: { id: fileServerId('disks') }, relativeMountPath: 'nfs' }
    const body = clusterBody({ nodeSetup: { mountVolumes: { fileServers: [volume] } } })
    expect((await batchCall(server, 'PUT', clusterId('one'), body)).body.error.code).toBe('FileServerNotFound')
  })
})

test('the nodes of a cluster are on a network of their own, with a key that is theirs alone', async () => {
  await using server = await startTestServer()
  const { clusterId } = await makeBatchWorkspace(server)
  for (const name of ['red', 'blue'])
    await makeCluster(server, clusterId(name), { scaleSettings: { manual: { targetNodeCount: 2 } } })
  const keys = async (name: string) => (await nodesOf(server, clusterId(name))).map(({ desired }) => desired.machineKey)
  const [[one = '', other = ''], [stranger = '']] = [await keys('red'), await keys('blue')]
  const reach = await Promise.all([
    server.engine.reaches(one, other, 5000),
    server.engine.reaches(one, stranger, 22),
    server.engine.reaches(stranger, one, 5000),
  ])
  expect(reach).toEqual([true, false, false])
  const peerKeyOf = (key: string) => server.engine.specOf(key)?.config.authorizedKeys?.[0]
  expect(peerKeyOf(one)).toMatch(/^ecdsa-sha2-nistp256 \S+ cluster$/)
  expect(peerKeyOf(other)).toBe(peerKeyOf(one))
  expect(peerKeyOf(stranger)).not.toBe(peerKeyOf(one))
})
