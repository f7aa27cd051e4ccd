// CI-30…34: SSH settings, keys and ports.

import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { later, makeCompute, remove, show, state, timeline } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const ed25519 = `ssh-ed25519 ${Buffer.concat([sized('ssh-ed25519'), sized(Buffer.alloc(32, 7))]).toString('base64')}`

function sized(bytes: string | Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(bytes))
  return Buffer.concat([length, Buffer.from(bytes)])
}

const enabled = (adminPublicKey: unknown = pem) => ({ sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey } })

async function ssh(server: TestServer, id: string) {
  return (await show(server, id)).body.properties.properties.sshSettings
}

async function authorizedKeys(server: TestServer, id: string) {
  const machines = await Array.fromAsync(server.engine.listMachines())
  const machine = machines.find(({ nodeId }) => nodeId === `${id}/nodes/0`)
  return machine && server.engine.specOf(machine.key)?.config.authorizedKeys
}

describe('SSH', () => {
  test.each([undefined, null, {}, { sshPublicAccess: 'disabled' }, { sshPublicAccess: null }])(
    'CI-30: is disabled with settings %j',
    async (sshSettings) => {
      await using server = await startTestServer()
      const { computeId } = await makeWorkspace(server)
      await makeCompute(server, computeId('one'), { sshSettings })
      expect(await ssh(server, computeId('one'))).toEqual({
        sshPublicAccess: 'Disabled',
        adminUserName: 'azureuser',
        adminPublicKey: null,
        sshPort: null,
      })
      expect(await authorizedKeys(server, computeId('one'))).toBeUndefined()
    },
  )

  test('CI-32, CI-33: takes keys as one line or as PEM, shows them as sent, and the node gets one line', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), enabled())
    await makeCompute(server, computeId('two'), enabled(`${ed25519} ana@lab`))
    expect(await ssh(server, computeId('one'))).toMatchObject({
      sshPublicAccess: 'Enabled',
      adminUserName: 'azureuser',
      adminPublicKey: pem,
      sshPort: 50_000,
    })
    expect(await authorizedKeys(server, computeId('one'))).toEqual([expect.stringMatching(/^ssh-rsa AAAA\S+$/)])
    expect(await authorizedKeys(server, computeId('two'))).toEqual([`${ed25519} ana@lab`])
    const { connectivityEndpoints } = (await show(server, computeId('one'))).body.properties.properties
    expect(connectivityEndpoints.publicIpAddress).toBe(server.installation.sshAddress)
  })

  test.each([
    undefined,
    null,
    '',
    'ssh-rsa nonsense',
    `command="reboot" ${ed25519}`,
    `${ed25519}\nssh-rsa AAAA`,
    rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    { a: 1 },
    7,
  ])('%#: is refused without a public key', async (key) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const answer = await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody(enabled(key ?? null)))
    expect(answer.status).toBe(400)
    expect(answer.body.error.target).toBe('properties.properties.sshSettings.adminPublicKey')
    expect(await server.store.claims('ssh-port')).toEqual([])
  })

  test.each([
    ['to another key', enabled(ed25519)],
    ['to another key without saying that it is enabled', { sshSettings: { adminPublicKey: ed25519 } }],
    ['to disabled', { sshSettings: { sshPublicAccess: 'Disabled' } }],
  ])('CI-31: cannot be changed %s', async (_, change) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), enabled())
    const answer = await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody(change))
    expect([answer.status, answer.body.error.code]).toEqual([400, 'PropertyChangeNotAllowed'])
    expect(await ssh(server, computeId('one'))).toMatchObject({ sshPublicAccess: 'Enabled', adminPublicKey: pem })
  })

  test('CI-31: cannot be enabled later; sending what is there, or nothing, changes nothing', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('with'), enabled())
    await makeCompute(server, computeId('without'))
    const enable = await server.call('PUT', `${computeId('without')}?${apiVersion}`, computeBody(enabled()))
    expect([enable.status, enable.body.error.code]).toEqual([400, 'PropertyChangeNotAllowed'])
    const shown = await ssh(server, computeId('with'))
    for (const properties of [{}, { sshSettings: {} }, { sshSettings: shown }, enabled()]) {
      const answer = await server.call('PUT', `${computeId('with')}?${apiVersion}`, computeBody(properties))
      expect([answer.status, answer.body.properties.properties.sshSettings]).toEqual([200, shown])
    }
  })

  test('of an instance without a public address has no port; inside, its key counts all the same', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), { ...enabled(), enableNodePublicIp: false })
    expect(await ssh(server, computeId('one'))).toMatchObject({ sshPublicAccess: 'Enabled', sshPort: null })
    expect(await authorizedKeys(server, computeId('one'))).toHaveLength(1)
    const open = await server.call(
      'PUT',
      `${computeId('one')}?${apiVersion}`,
      computeBody({ ...enabled(), enableNodePublicIp: true }),
    )
    expect(open.body.error.code).toBe('PropertyChangeNotAllowed')
  })
})

describe('SSH ports', () => {
  test('start at 50000, are nobody else’s, and are free again once the instance is gone', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const port = async (name: string) => (await ssh(server, computeId(name))).sshPort
    for (const name of ['one', 'two', 'three']) await makeCompute(server, computeId(name), enabled())
    expect([await port('one'), await port('two'), await port('three')]).toEqual([50_000, 50_001, 50_002])
    await remove(server, computeId('two'))
    await later(server)
    await makeCompute(server, computeId('four'), enabled())
    expect(await port('four')).toBe(50_001)
    expect((await server.store.claims('ssh-port')).map(({ value }) => value)).toEqual(['50000', '50001', '50002'])
  })

  test('of fifty made at once are fifty different ones', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const body = computeBody({ ...enabled(), vmSize: 'STANDARD_A1_V2' })
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => server.call('PUT', `${computeId(`one-${index}`)}?${apiVersion}`, body)),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
    const ports = answers.map((answer) => answer.body.properties.properties.sshSettings.sshPort)
    expect(new Set(ports).size).toBe(50)
    expect(Math.min(...ports)).toBe(50_000)
    expect(Math.max(...ports)).toBe(50_049)
  })
})

describe('a port that the gateway cannot listen on', () => {
  const inUse = (server: TestServer, id: string, port: number) =>
    server.call('POST', '/internal/ssh-port-in-use', { key: id.toLowerCase(), port })

  test('is given up for the next free one, recorded, and told in the timeline; the instance goes on', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    for (const name of ['one', 'two']) await makeCompute(server, computeId(name), enabled())
    const boots = await Array.fromAsync(server.engine.listMachines(), ({ bootId }) => bootId)
    expect((await inUse(server, computeId('one'), 50_000)).status).toBe(204)
    await server.settle()
    expect((await ssh(server, computeId('one'))).sshPort).toBe(50_002)
    expect((await server.store.claims('ssh-port')).map(({ value }) => value)).toEqual(['50001', '50002'])
    const [moved] = await timeline(server, computeId('one'))
    expect(moved).toMatchObject({ operationName: 'MoveSshPort', status: 'Succeeded', trigger: 'System' })
    expect(await Array.fromAsync(server.engine.listMachines(), ({ bootId }) => bootId)).toEqual(boots)
    const nodes = await server.store.list({ type: 'carrel/nodes' })
    expect(nodes.map((node) => (node.desired as { template: { ssh: unknown } }).template.ssh)).toEqual([
      { host: server.installation.sshAddress, port: 50_002 },
      { host: server.installation.sshAddress, port: 50_001 },
    ])
  })

  test('leaves what its schedules will do next', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const cron = { expression: '0 18 * * *', timeZone: 'UTC' }
    const schedules = { computeStartStop: [{ action: 'Stop', triggerType: 'Cron', cron }] }
    await makeCompute(server, computeId('one'), { ...enabled(), schedules })
    const next = async () => (await show(server, computeId('one'))).body.properties.properties.nextFiring
    const before = await next()
    expect(before).toMatchObject({ action: 'Stop' })
    await inUse(server, computeId('one'), 50_000)
    await server.settle()
    expect((await ssh(server, computeId('one'))).sshPort).toBe(50_001)
    expect(await next()).toEqual(before)
    server.clock.advance(Date.parse(before.time) - server.clock.now())
    await server.settle()
    expect(await state(server, computeId('one'))).toBe('Stopped, Succeeded')
  })

  test('that the instance no longer has, or of what has none, is no news', async () => {
    await using server = await startTestServer()
    const { computeId, workspaceId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'), enabled())
    await makeCompute(server, computeId('without'))
    for (const [id, port] of [
      [computeId('one'), 50_007],
      [computeId('without'), 50_000],
      [computeId('none'), 50_000],
      [workspaceId, 50_000],
    ] as const)
      expect((await inUse(server, id, port)).status).toBe(204)
    expect((await ssh(server, computeId('one'))).sshPort).toBe(50_000)
  })
})
