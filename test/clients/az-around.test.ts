// What stands around instances, with the current Azure command line, unmodified, against the running product: storage
// accounts, networks, vaults, registries, identities, logs.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { findPython } from './az/find-python.ts'
import { installAz } from './az/install-az.ts'
import { type Az, openAz } from './az/open-az.ts'

const python = findPython()
const lab = ['--resource-group', 'around']
const named = (name: string) => ['--name', name, ...lab]

describe.skipIf(python === undefined)('az', () => {
  let product: Product
  let az: Az

  beforeAll(async () => {
    const installed = await installAz(python ?? '')
    product = await startProduct()
    const { endpoint, caFile } = product.facts
    az = await openAz(installed, product.facts, {
      ARM_CLOUD_METADATA_URL: `${endpoint}/metadata/endpoints?api-version=2019-05-01`,
      SSL_CERT_FILE: caFile,
    })
    await az.signIn()
    await az.call('group', 'create', '--name', 'around', '--location', 'eastus')
  })
  afterAll(async () => {
    await az?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  test('storage account create, show, list, update, keys list, keys renew, check-name, delete', async () => {
    const account = (...words: string[]) => az.call('storage', 'account', ...words)
    const made = await account('create', ...named('aroundstore'), '--location', 'eastus', '--sku', 'Standard_LRS')
    expect(made).toMatchObject({ kind: 'StorageV2', provisioningState: 'Succeeded', sku: { name: 'Standard_LRS' } })
    expect(await account('show', ...named('aroundstore'))).toMatchObject({ id: made.id })
    expect(await account('list', ...lab)).toMatchObject([{ id: made.id }])
    expect(await account('update', ...named('aroundstore'), '--access-tier', 'Cool', '--yes')).toMatchObject({
      accessTier: 'Cool',
    })
    const keys = ['keys', 'list', '--account-name', 'aroundstore', ...lab]
    const [first, second] = await account(...keys)
    const renewed = ['keys', 'renew', '--account-name', 'aroundstore', ...lab, '--key', 'key2']
    expect(await account(...renewed)).toMatchObject([{ value: first.value }, { keyName: 'key2' }])
    const [, after] = await account(...keys)
    expect(after.value).not.toBe(second.value)
    expect(await account('show-connection-string', ...named('aroundstore'))).toMatchObject({
      connectionString: expect.stringContaining(first.value),
    })
    expect(await account('check-name', '--name', 'aroundstore')).toMatchObject({ nameAvailable: false })
    await account('delete', ...named('aroundstore'), '--yes')
    expect(await account('list', ...lab)).toEqual([])
  })

  test('network vnet, subnet, nsg, rule and public-ip: create, show, list, update, delete', async () => {
    const net = (...words: string[]) => az.call('network', ...words)
    const subnets = ['--subnet-name', 'a', '--subnet-prefixes', '10.7.0.0/24']
    await net(
      'vnet',
      'create',
      ...named('net'),
      '--location',
      'eastus',
      '--address-prefixes',
      '10.7.0.0/16',
      ...subnets,
    )
    const inNet = ['--vnet-name', 'net', ...lab]
    await net('nsg', 'create', ...named('nsg'), '--location', 'eastus')
    const rule = ['--nsg-name', 'nsg', ...lab, '--name', 'ssh', '--priority', '100', '--destination-port-ranges', '22']
    expect(await net('nsg', 'rule', 'create', ...rule)).toMatchObject({ access: 'Allow', destinationPortRange: '22' })
    expect(await net('nsg', 'rule', 'list', '--nsg-name', 'nsg', ...lab)).toMatchObject([{ name: 'ssh' }])
    const more = ['--name', 'b', ...inNet, '--address-prefixes', '10.7.1.0/24', '--network-security-group', 'nsg']
    expect(await net('vnet', 'subnet', 'create', ...more)).toMatchObject({
      addressPrefix: '10.7.1.0/24',
      networkSecurityGroup: { id: expect.stringMatching(/nsg$/) },
    })
    const overlapping = ['--name', 'c', ...inNet, '--address-prefixes', '10.7.1.0/25']
    await expect(net('vnet', 'subnet', 'create', ...overlapping)).rejects.toThrow(/NetcfgSubnetRangesOverlap/)
    expect(await net('vnet', 'subnet', 'list', ...inNet)).toMatchObject([{ name: 'a' }, { name: 'b' }])
    await net('vnet', 'subnet', 'delete', '--name', 'a', ...inNet)
    expect(await net('vnet', 'update', ...named('net'), '--set', 'tags.team=maps')).toMatchObject({
      tags: { team: 'maps' },
      subnets: [{ name: 'b' }],
    })
    const address = await net('public-ip', 'create', ...named('ip'), '--location', 'eastus', '--sku', 'Standard')
    expect(address.publicIp ?? address).toMatchObject({ publicIPAllocationMethod: 'Static' })
    expect(await net('vnet', 'list', ...lab)).toMatchObject([{ name: 'net' }])
    for (const kind of ['vnet', 'nsg', 'public-ip'])
      await net(kind, 'delete', ...named({ vnet: 'net', nsg: 'nsg', 'public-ip': 'ip' }[kind] ?? ''))
    expect(await az.call('resource', 'list', ...lab)).toEqual([])
  })

  test('keyvault create, show, list, list-deleted, delete', async () => {
    const vault = (...words: string[]) => az.call('keyvault', ...words)
    const made = await vault(
      'create',
      ...named('around-vault'),
      '--location',
      'eastus',
      '--enable-rbac-authorization',
      'true',
    )
    expect(made).toMatchObject({
      properties: { sku: { name: 'standard' }, vaultUri: expect.stringMatching(/^https:/) },
    })
    expect(await vault('show', ...named('around-vault'))).toMatchObject({ id: made.id })
    expect(await vault('list', ...lab)).toMatchObject([{ name: 'around-vault' }])
    await vault('delete', ...named('around-vault'))
    expect(await vault('list-deleted', '--resource-type', 'vault')).toEqual([])
  })

  test('acr create, update, credential show, check-name, delete; identity create, show, delete', async () => {
    const made = await az.call('acr', 'create', ...named('aroundregistry'), '--location', 'eastus', '--sku', 'Basic')
    expect(made).toMatchObject({ loginServer: expect.stringMatching(/^aroundregistry\./), adminUserEnabled: false })
    await az.call('acr', 'update', ...named('aroundregistry'), '--admin-enabled', 'true')
    expect(await az.call('acr', 'credential', 'show', ...named('aroundregistry'))).toMatchObject({
      username: 'aroundregistry',
      passwords: [{ name: 'password' }, { name: 'password2' }],
    })
    expect(await az.call('acr', 'check-name', '--name', 'aroundregistry')).toMatchObject({ nameAvailable: false })
    await az.call('acr', 'delete', ...named('aroundregistry'), '--yes')
    const identity = await az.call('identity', 'create', ...named('around-id'), '--location', 'eastus')
    expect(await az.call('identity', 'show', ...named('around-id'))).toMatchObject({ clientId: identity.clientId })
    await az.call('identity', 'delete', ...named('around-id'))
  })

  test('resource create, list, show and delete, and tag create, of a type that az has no command for', async () => {
    const type = ['--resource-type', 'Microsoft.Insights/components']
    const body = JSON.stringify({ location: 'eastus', kind: 'web', properties: { Application_Type: 'web' } })
    const made = await az.call(
      'resource',
      'create',
      ...named('around-ai'),
      ...type,
      '--is-full-object',
      '--properties',
      body,
    )
    expect(made).toMatchObject({ properties: { InstrumentationKey: expect.any(String) } })
    expect(await az.call('resource', 'show', '--ids', made.id)).toMatchObject({ id: made.id, kind: 'web' })
    expect(await az.call('resource', 'list', ...lab, ...type)).toMatchObject([{ name: 'around-ai', kind: 'web' }])
    expect(await az.call('tag', 'create', '--resource-id', made.id, '--tags', 'team=maps')).toMatchObject({
      properties: { tags: { team: 'maps' } },
    })
    await az.call('resource', 'delete', '--ids', made.id)
    expect(await az.call('resource', 'list', ...lab)).toEqual([])
  })
})
