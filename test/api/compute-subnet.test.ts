// CI-25, CI-34: the subnet of an instance, who is in one with whom, and SSH inside it.

import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { makeCompute, show } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const network =
  '/subscriptions/7d2c1f0e-58a4-4c3b-9f61-0a2b3c4d5e6f/resourceGroups/Team/providers/Microsoft.Network/virtualNetworks'
const subnet = { id: `${network}/lab-net/subnets/default` }
const pem = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString()

async function specOf(server: TestServer, id: string) {
  const machines = await Array.fromAsync(server.engine.listMachines())
  return server.engine.specOf(machines.find(({ nodeId }) => nodeId === `${id}/nodes/0`)?.key ?? '')
}

async function details(server: TestServer, id: string) {
  return (await show(server, id)).body.properties.properties
}

describe('the subnet of an instance', () => {
  test('CI-25: is shown as sent, with the address inside, and is the network of the machine in any case', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const shouted = { id: subnet.id.toUpperCase() }
    await makeCompute(server, computeId('one'), { subnet })
    await makeCompute(server, computeId('two'), { subnet: shouted })
    await makeCompute(server, computeId('alone'))
    expect(await details(server, computeId('one'))).toMatchObject({
      subnet,
      connectivityEndpoints: { privateIpAddress: expect.any(String) },
    })
    expect((await details(server, computeId('two'))).subnet).toEqual(shouted)
    expect((await details(server, computeId('alone'))).subnet).toBeNull()
    const networks = await Promise.all(['one', 'two', 'alone'].map(async (name) => specOf(server, computeId(name))))
    expect(networks.map((spec) => spec?.network)).toEqual([subnet.id.toLowerCase(), subnet.id.toLowerCase(), undefined])
  })

  test.each([
    '',
    'default',
    '/subnets/x',
    `${network}/lab-net`,
    `${subnet.id}/more`,
    `${subnet.id}\n`,
    `${network}/lab net/subnets/default`,
    `${network}/../subnets/default`,
    `${network}/${'n'.repeat(200)}/subnets/default`,
    subnet.id.replace('Microsoft.Network', 'Microsoft.Compute'),
    7,
  ])('CI-25: is refused with its place when its id is %j', async (id) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const body = computeBody({ subnet: { id } })
    const answer = await server.call('PUT', `${computeId('one')}?${apiVersion}`, body)
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body.error)).toContain('properties.properties.subnet.id')
    expect((await show(server, computeId('one'))).status).toBe(404)
  })

  test('CI-25: cannot be changed, given or taken later; what is there, or nothing, changes nothing', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('inside'), { subnet })
    await makeCompute(server, computeId('outside'))
    const put = (name: string, properties: object) =>
      server.call('PUT', `${computeId(name)}?${apiVersion}`, computeBody({ ...properties }))
    const other = { id: `${network}/lab-net/subnets/other` }
    for (const [name, properties] of [
      ['inside', { subnet: other }],
      ['outside', { subnet }],
    ] as const) {
      const { status, body } = await put(name, properties)
      expect([status, body.error.code]).toEqual([400, 'PropertyChangeNotAllowed'])
    }
    for (const properties of [{}, { subnet: null }, { subnet }, { subnet: { id: subnet.id.toLowerCase() } }]) {
      expect((await put('inside', properties)).status).toBe(200)
    }
    expect((await specOf(server, computeId('inside')))?.network).toBe(subnet.id.toLowerCase())
  })

  test('CI-34: with SSH disabled there is no port outside, and inside its key counts; without one the user adds keys', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const sshSettings = { sshPublicAccess: 'Disabled', adminPublicKey: pem() }
    await makeCompute(server, computeId('keyed'), { subnet, sshSettings })
    await makeCompute(server, computeId('plain'), { subnet })
    await makeCompute(server, computeId('apart'), { sshSettings })
    expect((await details(server, computeId('keyed'))).sshSettings).toMatchObject({ ...sshSettings, sshPort: null })
    expect((await details(server, computeId('keyed'))).connectivityEndpoints.publicIpAddress).toBeNull()
    expect(await server.store.claims('ssh-port')).toEqual([])
    const keys = async (name: string) => (await specOf(server, computeId(name)))?.config.authorizedKeys
    expect(await keys('keyed')).toEqual([expect.stringMatching(/^ssh-rsa /)])
    expect(await keys('plain')).toEqual([])
    expect(await keys('apart')).toBeUndefined()
    const again = (key: string) =>
      server.call(
        'PUT',
        `${computeId('keyed')}?${apiVersion}`,
        computeBody({ sshSettings: { sshPublicAccess: 'Disabled', adminPublicKey: key } }),
      )
    expect((await again(sshSettings.adminPublicKey)).status).toBe(200)
    expect((await again(pem())).body.error.code).toBe('PropertyChangeNotAllowed')
  })
})

describe('a subnet of somebody else’s', () => {
  const join = 'Microsoft.Network/virtualNetworks/subnets/join/action'
  const cluster = (more: object) => ({
    location: 'eastus',
    properties: {
      computeType: 'AmlCompute',
      properties: { vmSize: 'STANDARD_D2_V2', scaleSettings: { minNodeCount: 0, maxNodeCount: 1 }, ...more },
    },
  })

  test('CI-25: is joined by who may join it, and by nobody else, whether the network is a resource or not', async () => {
    await using server = await startTestServer()
    const { computeId, groupId } = await makeWorkspace(server)
    const { groupId: others } = await makeWorkspace(server, 'team', 'ws2')
    const net = `${others}/providers/Microsoft.Network/virtualNetworks/net`
    const properties = {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ name: 's1', properties: { addressPrefix: '10.0.1.0/24' } }],
    }
    await server.call('PUT', `${net}?api-version=2021-02-01`, { location: 'eastus', properties })
    const theirs = { id: `${net}/subnets/s1` }
    const { token } = await server.principal('Contributor', groupId)
    const put = (name: string, body: object) => server.call('PUT', `${computeId(name)}?${apiVersion}`, body, { token })
    for (const body of [computeBody({ subnet: theirs }), computeBody({ subnet }), cluster({ subnet: theirs })]) {
      const answer = await put('one', body)
      expect([answer.status, answer.body.error.code]).toEqual([403, 'AuthorizationFailed'])
      expect(answer.body.error.message).toContain(`'${join}'`)
    }
    // His own network he may, and the Owner of all may any.
    const own = { id: `${groupId}/providers/Microsoft.Network/virtualNetworks/mine/subnets/s1` }
    expect((await put('two', computeBody({ subnet: own }))).status).toBe(201)
    const made = await server.call('PUT', `${computeId('three')}?${apiVersion}`, computeBody({ subnet: theirs }))
    expect(made.status).toBe(201)
    await server.settle()
    // What is in it already is written as before.
    expect((await put('three', computeBody({ subnet: theirs }))).status).toBe(200)
  })
})
