// Clusters in subnets: they join only what the caller may join, keep the subnet as long as they are in it, and are closed to
// all that is in none or in another.

import { describe, expect, test } from 'vitest'
import { apiVersion, makeWorkspace } from '../support/arm-paths.ts'
import { later, makeCompute, remove } from '../support/arm-steps.ts'
import { batchCall, clusterBody, clusterOf, makeBatchWorkspace, makeCluster, nodesOf } from '../support/batch-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const networkVersion = 'api-version=2024-01-01'
const subnetUses = async (server: TestServer) =>
  (await server.store.claims('subnet-use')).map(({ key }) => key.split('/').at(-1)).sort()

async function makeNetwork(server: TestServer, groupId: string) {
  const id = `${groupId}/providers/Microsoft.Network/virtualNetworks/net`
  const subnets = [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }]
  await server.call('PUT', `${id}?${networkVersion}`, {
    location: 'eastus',
    properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, subnets },
  })
  return { networkId: id, subnet: { id: `${id}/subnets/default` } }
}

function makeAml(server: TestServer, id: string, subnet: object) {
  return server.call('PUT', `${id}?${apiVersion}`, {
    location: 'eastus',
    properties: {
      computeType: 'AmlCompute',
      properties: { vmSize: 'STANDARD_D1_V2', scaleSettings: { minNodeCount: 0, maxNodeCount: 2 }, subnet },
    },
  })
}

describe('BA-01: a Batch AI cluster in a subnet', () => {
  test('is shown in it, reaches port 22 of what is there and nothing else, and is closed to all others', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const { clusterId, groupId } = await makeBatchWorkspace(server)
    const { subnet } = await makeNetwork(server, groupId)
    await makeCluster(server, clusterId('inside'), { subnet })
    await makeCluster(server, clusterId('apart'))
    await makeCompute(server, computeId('desk'), { subnet })
    expect((await clusterOf(server, clusterId('inside'))).subnet).toEqual(subnet)
    expect(await clusterOf(server, clusterId('apart'))).not.toHaveProperty('subnet')
    const machines = [clusterId('inside'), clusterId('apart'), computeId('desk')].map(async (id) => {
      const [node] = await nodesOf(server, id)
      return node?.desired.machineKey ?? ''
    })
    const [inside = '', apart = '', desk = ''] = await Promise.all(machines)
    const { engine } = server
    expect([await engine.reaches(desk, inside, 22), await engine.reaches(inside, desk, 22)]).toEqual([true, true])
    expect([await engine.reaches(desk, inside, 5000), await engine.reaches(desk, apart, 22)]).toEqual([false, false])
    expect([await engine.reaches(apart, inside, 22), await engine.reaches(inside, apart, 22)]).toEqual([false, false])
  })

  test('is made where the caller may join, in a subnet that is there, and stays in it', async () => {
    await using server = await startTestServer()
    const { clusterId, groupId } = await makeBatchWorkspace(server)
    const { groupId: others } = await makeWorkspace(server, 'team', 'ws2')
    const { networkId, subnet: theirs } = await makeNetwork(server, others)
    const { token } = await server.principal('Contributor', groupId)
    const body = clusterBody({ subnet: theirs })
    const refused = await server.call('PUT', `${clusterId('one')}?api-version=2018-05-01`, body, { token })
    expect([refused.status, refused.body.error.code]).toEqual([403, 'AuthorizationFailed'])
    expect(refused.body.error.message).toContain("'Microsoft.Network/virtualNetworks/subnets/join/action'")
    const none = clusterBody({ subnet: { id: `${networkId}/subnets/none` } })
    const { status, body: answer } = await batchCall(server, 'PUT', clusterId('one'), none)
    expect([status, answer.error.code, answer.error.target]).toEqual([
      400,
      'InvalidResourceReference',
      'properties.subnet.id',
    ])
    await makeCluster(server, clusterId('one'), { subnet: theirs })
    const moved = await batchCall(server, 'PUT', clusterId('one'), clusterBody())
    expect([moved.status, moved.body.error.code]).toEqual([400, 'PropertyChangeNotAllowed'])
  })
})

test('clusters of one name in two workspaces keep the subnet, also when a port was moved, until both are gone', async () => {
  await using server = await startTestServer()
  const { computeId, groupId } = await makeWorkspace(server)
  const { subnet, networkId } = await makeNetwork(server, groupId)
  const { computeId: otherId } = await makeWorkspace(server, 'lab', 'ws2')
  const { clusterId } = await makeBatchWorkspace(server)
  for (const id of [computeId('train'), otherId('train')])
    expect((await makeAml(server, id, subnet)).body.error).toBeUndefined()
  await makeCluster(server, clusterId('train'), { subnet })
  const notice = { key: clusterId('train').toLowerCase(), port: 50_004 }
  await server.server.app.inject({ method: 'POST', url: '/internal/ssh-port-in-use', payload: notice })
  await later(server)
  expect((await server.store.claims('ssh-port')).map(({ value }) => value)).toContain('50005')
  expect(await subnetUses(server)).toEqual(['train', 'train', 'train'])
  for (const id of [computeId('train'), otherId('train'), clusterId('train')]) {
    const kept = await server.call('DELETE', `${subnet.id}?${networkVersion}`)
    expect([kept.status, kept.body.error.code]).toEqual([400, 'InUseSubnetCannotBeDeleted'])
    if (id === clusterId('train')) await batchCall(server, 'DELETE', id)
    else await remove(server, id)
    await later(server, 20_000, 20)
  }
  expect(await subnetUses(server)).toEqual([])
  expect((await server.call('DELETE', `${networkId}?${networkVersion}`)).status).toBe(200)
})
