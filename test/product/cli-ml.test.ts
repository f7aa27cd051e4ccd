// The lines of the first `az ml`, word for word after `carrel`, on the running product.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CliUser, openCliUser } from '../support/cli-user.ts'
import { type Product, startProduct } from '../support/product.ts'

let product: Product
let user: CliUser
const target = (...words: string[]) => user.carrel('ml', 'computetarget', ...words)
const stateOf = async (name: string) =>
  (await target('show', '-n', name, '--query', 'properties.properties.state', '-o', 'tsv')).stdout.trim()

beforeAll(async () => {
  product = await startProduct()
  user = await openCliUser({ CARREL_DATA: product.data })
})
afterAll(async () => {
  await user?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

test('CI-16: create computeinstance makes an instance of the size, and -v tells the requests', async () => {
  const made = await target('create', 'computeinstance', '-n', 'instance', '-s', 'STANDARD_D3_V2', '-v')
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^NAME +instance\nSTATE +Running\n/) })
  expect(made.stderr).toMatch(/^carrel: PUT https:\S+\/computes\/instance\?\S+ → 201 /m)
  expect(made.stderr).toContain('instance is running.\n')
  const shown = JSON.parse((await target('show', '-n', 'instance', '-o', 'json')).stdout)
  expect(shown.properties.properties).toMatchObject({
    vmSize: 'STANDARD_D3_V2',
    state: 'Running',
    sshSettings: { sshPublicAccess: 'Disabled' },
    personalComputeInstanceSettings: { assignedUser: { objectId: product.facts.admin.objectId } },
  })
})

test('its other options: place, tags, description, SSH key, assigned user, no waiting', async () => {
  const { subscriptionId, resourceGroup, workspace, tenantId, admin } = product.facts
  const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'A'.repeat(42)}E lab`
  const place = ['-w', workspace, '-g', resourceGroup, '--subscription-id', subscriptionId]
  const assigned = ['--user-object-id', admin.objectId, '--user-tenant-id', tenantId]
  const ssh = ['--ssh-public-access', 'True', '--admin-user-ssh-public-key', key]
  const rest = ['--description', 'for the paper', '--tag', 'team=a', '--tag', 'cost=7', '--tags', 'x=y', '--no-wait']
  const size = ['--name', 'other', '--vm-size', 'Standard_D2s_v3', '-o', 'json']
  const made = await target('create', 'computeinstance', ...size, ...place, ...assigned, ...ssh, ...rest)
  expect(made).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('Accepted: other') })
  await product.untilState('other', 'Running')
  expect(JSON.parse((await target('show', '-n', 'other', '-o', 'json')).stdout)).toMatchObject({
    tags: { team: 'a', cost: '7', x: 'y' },
    properties: {
      description: 'for the paper',
      properties: {
        sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey: key },
        personalComputeInstanceSettings: { assignedUser: { objectId: admin.objectId } },
      },
    },
  })
  const names = await target('list', ...place, '--query', 'sort([].name)', '-o', 'json')
  expect(JSON.parse(names.stdout)).toEqual(['instance', 'other'])
})

test('CI-100, CI-101, CI-102: stop, start and restart computeinstance', async () => {
  expect(await target('stop', 'computeinstance', '-n', 'instance', '-v')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('instance is stopped.'),
  })
  expect(await stateOf('instance')).toBe('Stopped')
  expect(await target('start', 'computeinstance', '-n', 'instance', '-v')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('instance is running.'),
  })
  expect(await stateOf('instance')).toBe('Running')
  expect(await target('restart', 'computeinstance', '-n', 'instance', '-v')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('instance is running again.'),
  })
  expect(await target('computeinstance', 'stop', '-n', 'instance')).toMatchObject({ code: 0 })
  expect(await stateOf('instance')).toBe('Stopped')
})

test('CI-25: the three options of a virtual network are one subnet, in which a key counts without SSH from outside', async () => {
  const vnet = ['--vnet-resourcegroup-name', 'team', '--vnet-name', 'net', '--subnet-name', 'default']
  const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'A'.repeat(42)}E lab`
  const ssh = ['--ssh-public-access', 'False', '--admin-user-ssh-public-key', key]
  const made = await target('create', 'computeinstance', '-n', 'inside', '-s', 'STANDARD_D3_V2', ...vnet, ...ssh)
  expect(made).toMatchObject({ code: 0 })
  const subnet = `/subscriptions/${product.facts.subscriptionId}/resourceGroups/team/providers/Microsoft.Network/virtualNetworks/net/subnets/default`
  expect(JSON.parse((await target('show', '-n', 'inside', '-o', 'json')).stdout).properties.properties).toMatchObject({
    subnet: { id: subnet },
    sshSettings: { sshPublicAccess: 'Disabled', adminPublicKey: key, sshPort: null },
    connectivityEndpoints: { publicIpAddress: null, privateIpAddress: expect.any(String) },
  })
  expect(await target('delete', '-n', 'inside')).toMatchObject({ code: 0 })
})

test('what cannot be done is refused with an exit code of its own', async () => {
  const create = (...words: string[]) => target('create', 'computeinstance', ...words)
  const size = ['-s', 'STANDARD_D3_V2']
  const says = (code: number, words: string) => ({ code, stdout: '', stderr: expect.stringContaining(words) })
  expect(await create('-n', 'instance', ...size)).toMatchObject(says(5, 'already'))
  expect(await create('-n', 'third')).toMatchObject(says(2, '--vm-size'))
  expect(await create(...size)).toMatchObject(says(2, '--name'))
  expect(await create('-n', 'third', '-s', 'STANDARD_NONE')).toMatchObject(says(1, 'STANDARD_NONE'))
  const vnet = ['--vnet-name', 'net', '--subnet-name', 'default']
  expect(await create('-n', 'third', ...size, ...vnet)).toMatchObject(says(2, 'A subnet is named by three options'))
  expect(await create('-n', 'third', ...size, '--path', '.')).toMatchObject(says(2, '--path cannot be honoured'))
  expect(await create('-n', 'third', ...size, '--user-tenant-id', 'x')).toMatchObject(says(2, '--user-object-id'))
  const ssh = ['--ssh-public-access', 'False', '--admin-user-ssh-public-key', 'ssh-rsa AAAA']
  expect(await create('-n', 'third', ...size, ...ssh)).toMatchObject(says(2, 'turned off'))
  expect(await target('stop', 'computeinstance', '-n', 'nothing')).toMatchObject(says(3, 'nothing'))
  expect(await target('show', '-n', 'nothing')).toMatchObject(says(3, 'nothing'))
  expect(await target('delete', '-n', 'nothing')).toMatchObject(says(3, 'nothing'))
  expect(await target('delete', 'amlcompute', '-n', 'instance')).toMatchObject(says(2, 'amlcompute'))
  expect(await target('list', '-w', 'nowhere')).toMatchObject(says(3, 'nowhere'))
})

test('the Tab key completes the words, the options and the names', async () => {
  const complete = async (...words: string[]) =>
    (await user.carrel('__complete', '--', 'ml', ...words)).stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t')[0])
  expect(await complete('comp')).toEqual(['computetarget'])
  expect(await complete('computetarget', 'cr')).toEqual(['create'])
  expect(await complete('computetarget', 'stop', '')).toContain('computeinstance')
  expect(await complete('computetarget', 'stop', 'computeinstance', '-n', 'inst')).toEqual(['instance'])
  const create = ['computetarget', 'create', 'computeinstance']
  expect(await complete(...create, '--vm')).toEqual(['--vm-size'])
  expect(await complete(...create, '-s', 'STANDARD_D3_')).toEqual(['STANDARD_D3_V2'])
})

test('CI-103: delete, without the word computeinstance and with it, does not ask', async () => {
  expect(await target('delete', '-n', 'instance', '-v')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('instance is deleted.'),
  })
  expect(await target('delete', 'computeinstance', '-n', 'other')).toMatchObject({ code: 0 })
  expect((await target('list', '-o', 'json')).stdout).toBe('[]\n')
})
