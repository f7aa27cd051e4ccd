// Operations of the types that are kept and shown, with Microsoft's documented actions.

import { createHash } from 'node:crypto'
import type { TestServer } from '../../support/harness.ts'
import type { AccessCase } from './cases.ts'

const subscription = '/subscriptions/{subscription}'
const group = `${subscription}/resourceGroups/{group}`
const tenantId = '11111111-1111-4111-8111-111111111111'

interface Kind {
  readonly type: string
  readonly body: Record<string, unknown>
}

const addresses = { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } }
const rule = { protocol: 'Tcp', access: 'Allow', direction: 'Inbound', priority: 100 }

/** A storage account can have this name, so anything can. */
const stored = 'labfixed'
const storedPart = 'fixed'

const kinds: readonly Kind[] = [
  kind('Microsoft.Storage/storageAccounts', { sku: { name: 'Standard_LRS' }, kind: 'StorageV2' }),
  kind('Microsoft.KeyVault/vaults', { properties: { tenantId, sku: { family: 'A', name: 'standard' } } }),
  kind('Microsoft.Insights/components', { kind: 'web', properties: { Application_Type: 'web' } }),
  kind('Microsoft.ContainerRegistry/registries', { sku: { name: 'Basic' }, properties: { adminUserEnabled: true } }),
  kind('Microsoft.OperationalInsights/workspaces', {}),
  kind('Microsoft.ManagedIdentity/userAssignedIdentities', {}),
  kind('Microsoft.Network/virtualNetworks', { properties: addresses }),
  kind('Microsoft.Network/publicIPAddresses', {}),
  kind('Microsoft.Network/networkSecurityGroups', {}),
]

/** Those of which nothing else is offered. */
export const storedNamespaces = [
  'Microsoft.Storage',
  'Microsoft.KeyVault',
  'Microsoft.ContainerRegistry',
  'Microsoft.OperationalInsights',
  'Microsoft.ManagedIdentity',
  'Microsoft.Network',
] as const

/** Types of parts, which stand in one of the above. */
const parts = [
  { parent: 'virtualNetworks', part: 'subnets', properties: { addressPrefix: '10.0.0.0/24' } },
  { parent: 'networkSecurityGroups', part: 'securityRules', properties: rule },
] as const

export const storedCases: readonly AccessCase[] = [
  ...kinds.flatMap(casesOf),
  ...parts.flatMap(({ parent, part, properties }) => {
    const type = `Microsoft.Network/${parent}/${part}`
    const list = `${group}/providers/Microsoft.Network/${parent}/{stored}/${part}`
    const at = { scope: list.slice(0, list.lastIndexOf('/')) }
    return [
      ...reads(type, list, `${list}/{storedPart}`, at),
      operation(`PUT ${type}`, `${list}/{storedPart}`, { action: `${type}/write`, body: { properties } }),
      operation(`DELETE ${type}`, `${list}/{nothing}`, { action: `${type}/delete`, ok: 204 }),
    ]
  }),
  ...action('Microsoft.Storage/storageAccounts', 'listKeys', { action: 'listkeys' }),
  ...action('Microsoft.Storage/storageAccounts', 'regenerateKey', {
    action: 'regeneratekey',
    body: { keyName: 'key1' },
  }),
  ...action('Microsoft.ContainerRegistry/registries', 'listCredentials', {}),
  ...action('Microsoft.ContainerRegistry/registries', 'regenerateCredential', { body: { name: 'password' } }),
  ...action('Microsoft.OperationalInsights/workspaces', 'sharedKeys', {}),
  checkName('Microsoft.Storage', 'Microsoft.Storage/checknameavailability/read'),
  checkName('Microsoft.KeyVault', 'Microsoft.KeyVault/checkNameAvailability/read'),
  checkName('Microsoft.ContainerRegistry', 'Microsoft.ContainerRegistry/checkNameAvailability/read'),
  operation(
    'GET collection Microsoft.KeyVault/deletedVaults',
    `${subscription}/providers/Microsoft.KeyVault/deletedVaults`,
    {
      action: 'Microsoft.KeyVault/deletedVaults/read',
      scope: subscription,
      from: 'reader',
    },
  ),
  operation(
    'GET resource Microsoft.KeyVault/locations/deletedVaults',
    `${subscription}/providers/Microsoft.KeyVault/locations/{location}/deletedVaults/{nothing}`,
    { action: 'Microsoft.KeyVault/locations/deletedVaults/read', from: 'reader', ok: 404 },
  ),
]

/** One of each kind for all to look at, and one that `who` may delete; answers the name of those. */
export async function makeStored(server: TestServer, who: string): Promise<Record<string, string>> {
  const storedVictim = `v${createHash('sha256').update(who).digest('hex').slice(0, 12)}`
  const at = `${server.subscription}/resourceGroups/lab/providers`
  for (const { type, body } of kinds) {
    for (const name of [stored, storedVictim])
      await make(server, `${at}/${type}/${name}`, { location: 'eastus', ...body })
  }
  for (const { parent, part, properties } of parts)
    await make(server, `${at}/Microsoft.Network/${parent}/${stored}/${part}/${storedPart}`, { properties })
  return { stored, storedVictim, storedPart, nothing: 'nothing' }
}

async function make(server: TestServer, id: string, body: unknown): Promise<void> {
  const { status } = await server.call('PUT', `${id}?api-version=2026-11-01`, body)
  if (status > 201) throw new Error(`${id} was not made: ${status}`)
}

function kind(type: string, body: Record<string, unknown>): Kind {
  return { type, body }
}

function casesOf({ type, body }: Kind): AccessCase[] {
  const list = `${group}/providers/${type}`
  const [item, victim] = [`${list}/{stored}`, `${list}/{storedVictim}`]
  const described = /OperationalInsights/.test(type) ? { described: null } : {}
  const write = { action: `${type}/write`, ...described }
  return [
    ...reads(type, list, item, { scope: group, ...described }),
    operation(`PUT ${type}`, item, { ...write, body: { location: 'eastus', ...body } }),
    operation(`PATCH ${type}`, item, { ...write, body: { tags: {} } }),
    operation(`DELETE ${type}`, victim, { ...described, action: `${type}/delete` }),
  ]
}

function reads(type: string, list: string, item: string, ofList: Partial<AccessCase>): AccessCase[] {
  const read = { action: `${type}/read`, from: 'reader' } as const
  const { described } = ofList
  return [
    operation(`LIST ${type}`, list, { ...read, ...ofList }),
    operation(`GET ${type}`, item, { ...read, ...(described === undefined ? {} : { described }) }),
    operation(`HEAD ${type}`, item, { ...read, ok: 204, described: null }),
    operation(`GET events ${type}`, `${item}/events`, { ...read, scope: item, described: null }),
  ]
}

function action(type: string, name: string, { action: word = name, ...more }: { action?: string; body?: unknown }) {
  const item = `${group}/providers/${type}/{stored}`
  const described = /OperationalInsights/.test(type) ? { described: null } : {}
  return [
    operation(`POST ${name} ${type}`, `${item}/${name}`, {
      ...{ ...more, ...described },
      action: `${type}/${word}/action`,
      scope: item,
    }),
  ]
}

function checkName(namespace: string, needed: string): AccessCase {
  const path = `${subscription}/providers/${namespace}/checkNameAvailability`
  return operation(`POST collection ${namespace}/checkNameAvailability`, path, {
    action: needed,
    scope: subscription,
    from: 'reader',
    body: { name: 'afreename' },
  })
}

function operation(name: string, path: string, more: Partial<AccessCase> & Pick<AccessCase, 'action'>): AccessCase {
  return { operation: name, path, from: 'contributor', ok: 200, ...more }
}
