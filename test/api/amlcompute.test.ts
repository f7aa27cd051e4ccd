// AmlCompute: the clusters of Azure ML, under the same type as its instances.

import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { follow, later, makeCompute, remove, show } from '../support/arm-steps.ts'
import { nodesOf, setQuota } from '../support/batch-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const scaleSettings = { minNodeCount: 1, maxNodeCount: 3, nodeIdleTimeBeforeScaleDown: 'PT120S' }
const credentials = { adminUserName: 'ana', adminUserPassword: 'swordfish' }

function amlBody(properties: Record<string, unknown> = {}, outer: Record<string, unknown> = {}) {
  return {
    location: 'eastus',
    properties: {
      computeType: 'AmlCompute',
      ...outer,
      properties: { vmSize: 'Standard_D2_v2', scaleSettings, userAccountCredentials: credentials, ...properties },
    },
  }
}

function put(server: TestServer, id: string, body: object = amlBody()) {
  return server.call('PUT', `${id}?${apiVersion}`, body)
}

async function makeAml(server: TestServer, id: string, properties: Record<string, unknown> = {}) {
  const made = await put(server, id, amlBody(properties))
  expect(made.body.error).toBeUndefined()
  await server.settle()
  await later(server, 400)
  return made
}

const details = async (server: TestServer, id: string) => (await show(server, id)).body.properties.properties

describe('an AmlCompute', () => {
  test('PO-04: is created, told succeeded at once, and has its least nodes', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const id = computeId('train')
    const made = await makeAml(server, id)
    expect(made.status).toBe(201)
    expect((await follow(server, made)).body.status).toBe('Succeeded')
    const { body } = await show(server, id)
    expect(body).toMatchObject({
      id,
      type: 'Microsoft.MachineLearningServices/workspaces/computes',
      location: 'eastus',
      properties: {
        computeType: 'AmlCompute',
        provisioningState: 'Succeeded',
        provisioningErrors: null,
        properties: {
          vmSize: 'STANDARD_D2_V2',
          vmPriority: 'Dedicated',
          scaleSettings: { minNodeCount: 1, maxNodeCount: 3, nodeIdleTimeBeforeScaleDown: 'PT2M' },
          userAccountCredentials: { adminUserName: 'ana' },
          subnet: null,
          remoteLoginPortPublicAccess: 'Enabled',
          enableNodePublicIp: true,
          osType: 'Linux',
          allocationState: 'Steady',
          currentNodeCount: 1,
          targetNodeCount: 1,
          nodeStateCounts: {
            idleNodeCount: 1,
            runningNodeCount: 0,
            preparingNodeCount: 0,
            unusableNodeCount: 0,
            leavingNodeCount: 0,
            preemptedNodeCount: 0,
          },
          errors: [],
        },
      },
    })
    const rows = await server.db.selectFrom('resources').selectAll().execute()
    expect(JSON.stringify([body, rows])).not.toContain('swordfish')
  })

  test('shows each api-version what that has', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeAml(server, computeId('train'))
    const shown = async (version: string) =>
      Object.keys((await server.call('GET', `${computeId('train')}?api-version=${version}`)).body.properties.properties)
    expect(await shown('2020-03-01')).not.toContain('osType')
    expect(await shown('2021-07-01')).toEqual(expect.arrayContaining(['osType', 'enableNodePublicIp']))
    expect(await shown('2021-07-01')).not.toContain('propertyBag')
    expect(await shown('2022-10-01')).toContain('propertyBag')
  })

  test('lists its nodes, with address and port', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeAml(server, computeId('train'))
    await makeAml(server, computeId('closed'), { remoteLoginPortPublicAccess: 'Disabled' })
    const nodes = async (name: string) =>
      (await server.call('POST', `${computeId(name)}/listNodes?${apiVersion}`)).body.nodes
    expect(await nodes('train')).toEqual([
      {
        nodeId: expect.stringMatching(/^tvm-\d{10}-[0-9a-f]{8}$/),
        nodeState: 'idle',
        privateIpAddress: '127.0.0.1',
        publicIpAddress: '127.0.50.1',
        port: 50_000,
        runId: null,
      },
    ])
    expect(await nodes('closed')).toMatchObject([{ nodeState: 'idle', publicIpAddress: null, port: null }])
  })

  test.each<[string, object]>([
    [
      'as the SDK of today sends it',
      { properties: { properties: { scaleSettings: { minNodeCount: 2, maxNodeCount: 4 } } } },
    ],
    [
      'as the SDK of then sends it',
      {
        properties: {
          computeType: 'AmlCompute',
          properties: { scaleSettings: { minNodeCount: 2, maxNodeCount: 4, nodeIdleTimeBeforeScaleDown: 'PT2M' } },
        },
      },
    ],
    ['as it is published', { properties: { scaleSettings: { minNodeCount: 2, maxNodeCount: 4 } } }],
  ])('is scaled by PATCH %s', async (_, body) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const id = computeId('train')
    await makeAml(server, id)
    const answer = await server.call('PATCH', `${id}?${apiVersion}`, body)
    expect([answer.status, answer.body.properties.properties.scaleSettings.maxNodeCount]).toEqual([200, 4])
    await later(server)
    expect(await details(server, id)).toMatchObject({ currentNodeCount: 2, targetNodeCount: 2 })
  })

  test.each(['location', 'identity', 'sku', 'kind', 'zones'])('is told that PATCH reads no %s', async (name) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const id = computeId('train')
    await makeAml(server, id)
    const value = { location: 'westus', kind: 'x', zones: ['1'] }[name] ?? { type: 'None', name: 'x' }
    const { status, body } = await server.call('PATCH', `${id}?${apiVersion}`, { [name]: value })
    expect([status, body.error.code, body.error.target]).toEqual([400, 'PropertyChangeNotAllowed', name])
  })

  test('keeps what a PATCH does not name, tags beside all else', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const id = computeId('train')
    await makeAml(server, id)
    const before = await details(server, id)
    const { status, body } = await server.call('PATCH', `${id}?${apiVersion}`, { tags: { a: 'b' } })
    expect([status, body.tags, body.properties.properties]).toEqual([200, { a: 'b' }, before])
  })

  test('a PUT that changes its size is refused with both sizes and the call that works; one that scales is not', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const id = computeId('train')
    await makeAml(server, id)
    const refused = await put(server, id, amlBody({ vmSize: 'STANDARD_DS3_V2' }))
    expect([refused.status, refused.body.error.code, refused.body.error.target]).toEqual([
      400,
      'PropertyChangeNotAllowed',
      'properties.properties.vmSize',
    ])
    expect(refused.body.error.message).toMatch(/STANDARD_D2_V2.*STANDARD_DS3_V2.*PATCH.*scaleSettings/)
    const scaled = await put(server, id, amlBody({ scaleSettings: { minNodeCount: 0, maxNodeCount: 1 } }))
    expect(scaled.status).toBe(200)
    const kept = await put(server, id, amlBody({ userAccountCredentials: undefined, scaleSettings: undefined }))
    expect(kept.body.properties.properties).toMatchObject({
      scaleSettings: { minNodeCount: 0, maxNodeCount: 1 },
      userAccountCredentials: { adminUserName: 'ana' },
    })
  })

  test('PO-07: goes to no nodes when nothing needs them, and pays nothing then', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const id = computeId('train')
    await makeAml(server, id)
    await server.call('PATCH', `${id}?${apiVersion}`, {
      properties: { properties: { scaleSettings: { minNodeCount: 0, maxNodeCount: 3 } } },
    })
    await later(server, 3 * 60_000)
    expect(await details(server, id)).toMatchObject({ currentNodeCount: 0, allocationState: 'Steady' })
    expect((await server.store.usage('memory')).every(({ cores }) => cores === 0)).toBe(true)
  })

  test.each(['start', 'stop', 'restart', 'updateSchedules', 'nextFirings', 'setupScriptLog', 'enableSso'])(
    'is not asked to %s: that is for instances',
    async (verb) => {
      await using server = await startTestServer()
      const { computeId } = await makeWorkspace(server)
      await makeAml(server, computeId('train'))
      const method = verb === 'nextFirings' ? 'GET' : 'POST'
      const { status, body } = await server.call(method, `${computeId('train')}/${verb}?${apiVersion}`, {})
      expect([status, body.error.code]).toEqual([400, 'ComputeTypeNotSupported'])
      expect(body.error.message).toContain('scaleSettings')
    },
  )

  test('and an instance stay what they are, side by side', async () => {
    await using server = await startTestServer()
    const { computeId, workspaceId } = await makeWorkspace(server)
    await makeAml(server, computeId('train'))
    await makeCompute(server, computeId('desk'))
    const list = await server.call('GET', `${workspaceId}/computes?${apiVersion}`)
    expect(
      list.body.value.map((each: { name: string; properties: { computeType: string } }) => [
        each.name,
        each.properties.computeType,
      ]),
    ).toEqual([
      ['desk', 'ComputeInstance'],
      ['train', 'AmlCompute'],
    ])
    const become = await Promise.all([put(server, computeId('desk')), put(server, computeId('train'), computeBody())])
    expect(become.map(({ status, body }) => [status, body.error.target])).toEqual([
      [400, 'properties.computeType'],
      [400, 'properties.computeType'],
    ])
    const nodes = await server.call('POST', `${computeId('desk')}/listNodes?${apiVersion}`)
    expect([nodes.status, nodes.body.error.code]).toEqual([400, 'ComputeTypeNotSupported'])
    expect((await server.call('PATCH', `${computeId('desk')}?${apiVersion}`, { tags: { a: 'b' } })).status).toBe(200)
    const patched = await server.call('PATCH', `${computeId('desk')}?${apiVersion}`, { properties: {} })
    expect([patched.status, patched.body.error.code]).toEqual([400, 'PropertyChangeNotAllowed'])
  })

  test('is deleted with its nodes, and with its workspace', async () => {
    await using server = await startTestServer()
    const { computeId, workspaceId } = await makeWorkspace(server)
    await makeAml(server, computeId('one'))
    await makeAml(server, computeId('two'))
    expect((await remove(server, computeId('one'))).status).toBe(202)
    await later(server)
    expect((await show(server, computeId('one'))).status).toBe(404)
    expect((await nodesOf(server, computeId('two'))).length).toBe(1)
    await server.call('DELETE', `${workspaceId}?${apiVersion}`)
    await later(server, 20_000, 20)
    expect(await Array.fromAsync(server.engine.listMachines())).toEqual([])
  })

  test('in a subnet its nodes and the instances there reach each other’s sshd, and nobody outside does', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const subnet = {
      id: `${server.subscription}/resourceGroups/lab/providers/Microsoft.Network/virtualNetworks/net/subnets/default`,
    }
    await makeAml(server, computeId('train'), { subnet })
    await makeCompute(server, computeId('desk'), { subnet })
    const [node] = await nodesOf(server, computeId('train'))
    const [desk] = await nodesOf(server, computeId('desk'))
    const [inside, beside] = [node?.desired.machineKey ?? '', desk?.desired.machineKey ?? '']
    expect(await server.engine.reaches(beside, inside, 22)).toBe(true)
    expect(await server.engine.reaches(beside, inside, 5000)).toBe(false)
    expect(node?.desired.template.ssh).toBeUndefined()
    expect((await details(server, computeId('train'))).subnet).toEqual(subnet)
  })

  test('with a key lets its user in by it', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const adminUserSshPublicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const userAccountCredentials = { adminUserName: 'ana', adminUserSshPublicKey }
    await makeAml(server, computeId('train'), { userAccountCredentials })
    const [node] = await nodesOf(server, computeId('train'))
    expect(node?.desired.template.config.authorizedKeys?.[1]).toMatch(/^ssh-rsa /)
    expect(node?.desired.template.config.allowsPassword).toBe(false)
  })
})

describe('what is refused of an AmlCompute', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['no scale', { scaleSettings: undefined }, 'InvalidRequestContent', 'scaleSettings'],
    [
      'more at least than at most',
      { scaleSettings: { minNodeCount: 2, maxNodeCount: 1 } },
      'InvalidRequestContent',
      'scaleSettings',
    ],
    [
      'an idle time that is none',
      { scaleSettings: { maxNodeCount: 1, nodeIdleTimeBeforeScaleDown: '2 minutes' } },
      'InvalidRequestContent',
      'scaleSettings.nodeIdleTimeBeforeScaleDown',
    ],
    ['an unknown size', { vmSize: 'STANDARD_Z1' }, 'VmSizeNotSupported', 'vmSize'],
    ['a GPU where there is none', { vmSize: 'STANDARD_NC6' }, 'NoGpuAvailable', 'vmSize'],
    ['Windows', { osType: 'Windows' }, 'InvalidRequestContent', 'osType'],
    ['an isolated network', { isolatedNetwork: true }, 'InvalidRequestContent', 'isolatedNetwork'],
    [
      'a user nobody could sign in as',
      { userAccountCredentials: { adminUserName: 'ana' } },
      'NoCredentials',
      'userAccountCredentials',
    ],
    ['what nobody reads', { colour: 'red' }, 'InvalidRequestContent', ''],
  ])('%s', async (_, properties, code, target) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const { status, body } = await put(server, computeId('train'), amlBody(properties))
    expect([status, body.error.code]).toEqual([400, code])
    expect(body.error.target).toBe(['properties.properties', target].filter(Boolean).join('.'))
  })

  test('more than the quota has', async () => {
    await using server = await startTestServer()
    await setQuota(server, 4)
    const { computeId } = await makeWorkspace(server)
    const { status, body } = await put(server, computeId('train'))
    expect([status, body.error.code]).toEqual([409, 'QuotaExceeded'])
    expect(body.error.message).toContain('Ask for 2 nodes at most')
  })
})
