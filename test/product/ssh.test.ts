// SSH into instances as the API tells to, with OpenSSH's own clients.

import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { openSshClient, type SshAddress, type SshClient } from '../support/ssh-client.ts'

const version = 'api-version=2024-10-01'

interface InstanceDetails {
  readonly sshSettings: {
    readonly sshPublicAccess: string
    readonly adminUserName: string
    readonly sshPort: number | null
    readonly hostKeys?: readonly string[]
  }
  readonly connectivityEndpoints: { readonly publicIpAddress: string | null; readonly privateIpAddress: string | null }
}

let product: Product
let client: SshClient
let desk: SshAddress

beforeAll(async () => {
  ;[product, client] = await Promise.all([startProduct(), openSshClient()])
  await product.createInstance('ssh-desk', enabled(client.publicKey))
  desk = await addressOf('ssh-desk')
})
afterAll(async () => {
  await client?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

test('CI-33: the details name address, user and port, and ssh runs a command there', async () => {
  expect(desk).toMatchObject({ user: 'azureuser', host: expect.stringMatching(/^127\./) })
  expect(await client.ssh(desk, 'echo $USER at $(hostname) in $PWD; echo $CI_NAME')).toEqual({
    code: 0,
    stdout: 'azureuser at ssh-desk in /home/azureuser\nssh-desk\n',
    stderr: expect.stringContaining('Permanently added'),
  })
})

test('the details name the keys the instance proves itself with, and may be sent back as they are', async () => {
  const { hostKeys = [] } = (await detailsOf('ssh-desk')).sshSettings
  const known = (await client.knownHosts()).split('\n').map((line) => line.split(' ').slice(1).join(' '))
  expect(hostKeys.filter((key) => known.includes(key))).toHaveLength(1)
  const path = `${product.computeId('ssh-desk')}?${version}`
  const { location, properties } = await product.client.call<Record<string, unknown>>('GET', path)
  await product.client.call('PUT', path, { location, properties })
  expect((await detailsOf('ssh-desk')).sshSettings.hostKeys).toEqual(hostKeys)
})

test('CI-108: the user is root there, and an exit code comes back', async () => {
  expect((await client.ssh(desk, 'sudo id -un')).stdout).toBe('root\n')
  expect((await client.ssh(desk, 'exit 7')).code).toBe(7)
})

test.each([
  ['over SFTP', false],
  ['by the older protocol', true],
])('scp carries a file there and back %s', async (_how, isLegacy) => {
  const [here, back, there] = [join(client.folder, 'file'), join(client.folder, 'back'), ':/tmp/file']
  await writeFile(here, randomBytes(3_000_001))
  expect(await client.scp(desk, { from: here, to: there, isLegacy })).toMatchObject({ code: 0 })
  expect(await client.scp(desk, { from: there, to: back, isLegacy })).toMatchObject({ code: 0 })
  expect((await readFile(back)).equals(await readFile(here))).toBe(true)
})

test('CI-33: another key is refused, and nothing but a key is asked for', async () => {
  const identity = await client.makeKey('stranger')
  const { code, stderr } = await client.ssh(desk, 'true', { identity })
  expect(code).toBe(255)
  expect(stderr).toContain('Permission denied (publickey)')
})

test('address and host key stay the same over stop and start', async () => {
  const known = await client.knownHosts()
  await act('stop', 'Stopped')
  expect(await client.ssh(desk, 'true')).toMatchObject({ code: 255 })
  await act('start', 'Running')
  expect(await addressOf('ssh-desk')).toEqual(desk)
  // A changed host key would be refused: it is in the list already.
  expect(await client.ssh(desk, 'uptime')).toMatchObject({ code: 0, stderr: '' })
  expect(await client.knownHosts()).toBe(known)
})

test('CI-32: the key may come as multi-line PEM', async () => {
  await product.createInstance('pem-desk', enabled(client.publicPem))
  const address = await addressOf('pem-desk')
  expect(address.port).not.toBe(desk.port)
  expect((await client.ssh(address, 'hostname')).stdout).toBe('pem-desk\n')
})

test('CI-30, CI-25: nothing listens where SSH is not enabled or the node has no public address', async () => {
  const before = await listeningPorts(desk.host)
  expect(before).toContain(desk.port)
  await product.createInstance('quiet-desk')
  await product.createInstance('private-desk', { ...enabled(client.publicKey), enableNodePublicIp: false })
  const nowhere = { publicIpAddress: null, privateIpAddress: expect.any(String) }
  expect(await detailsOf('quiet-desk')).toMatchObject({
    sshSettings: { sshPublicAccess: 'Disabled', sshPort: null },
    connectivityEndpoints: nowhere,
  })
  expect(await detailsOf('private-desk')).toMatchObject({
    sshSettings: { sshPublicAccess: 'Enabled', sshPort: null },
    connectivityEndpoints: nowhere,
  })
  expect(await listeningPorts(desk.host)).toEqual(before)
})

test('CI-31: SSH cannot be changed after creation', async () => {
  const body = {
    location: 'local',
    properties: {
      computeType: 'ComputeInstance',
      properties: { vmSize: 'STANDARD_D2S_V3', ...enabled(client.publicKey) },
    },
  }
  const change = product.client.call('PUT', `${product.computeId('quiet-desk')}?${version}`, body)
  await expect(change).rejects.toMatchObject({ status: 400, code: 'PropertyChangeNotAllowed' })
})

function enabled(adminPublicKey: string) {
  return { sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey } }
}

async function detailsOf(name: string): Promise<InstanceDetails> {
  const path = `${product.computeId(name)}?${version}`
  const found = await product.client.call<{ properties: { properties: InstanceDetails } }>('GET', path)
  return found.properties.properties
}

async function addressOf(name: string): Promise<SshAddress> {
  const { sshSettings, connectivityEndpoints } = await detailsOf(name)
  const { publicIpAddress: host } = connectivityEndpoints
  const { sshPort: port, adminUserName: user } = sshSettings
  if (host === null || port === null) throw new Error(`${name} has no SSH address`)
  return { host, port, user }
}

async function act(action: 'start' | 'stop', state: string): Promise<void> {
  await product.client.call('POST', `${product.computeId('ssh-desk')}/${action}?${version}`)
  await product.untilState('ssh-desk', state)
}

/** Ports of this machine on which somebody listens at the address, as the kernel says. */
async function listeningPorts(address: string): Promise<number[]> {
  const listening = '0A'
  const lines = (await readFile('/proc/net/tcp', 'utf8')).trim().split('\n').slice(1)
  const sockets = lines.map((line) => line.trim().split(/\s+/))
  const hex = Buffer.from(address.split('.').map(Number).reverse()).toString('hex').toUpperCase()
  return sockets
    .filter(([, local, , state]) => state === listening && local?.startsWith(`${hex}:`))
    .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16))
    .sort((a, b) => a - b)
}
