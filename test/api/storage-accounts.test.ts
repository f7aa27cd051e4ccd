import { expect, test } from 'vitest'
import { makeWorkspace } from '../support/arm-paths.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const apiVersion = 'api-version=2022-05-01'
const type = 'providers/Microsoft.Storage/storageAccounts'
const body = { location: 'eastus', sku: { name: 'standard_lrs' }, kind: 'storagev2' }

async function makeAccount(server: TestServer, name = 'labstorage') {
  const { groupId } = await makeWorkspace(server)
  const id = `${groupId}/${type}/${name}`
  const made = await server.call('PUT', `${id}?${apiVersion}`, body)
  return { id, groupId, made }
}

const keysOf = async (server: TestServer, id: string): Promise<string[]> => {
  const { body: found } = await server.call('POST', `${id}/listKeys?${apiVersion}`)
  return found.keys.map(({ value }: { value: string }) => value)
}

test('keys are the same until one is replaced, are shown by the two actions alone, and are in no row', async () => {
  await using server = await startTestServer()
  const { id, made } = await makeAccount(server)
  const listed = await server.call('POST', `${id}/listkeys?${apiVersion}`, {})
  const full = { keyName: 'key1', permissions: 'Full', value: expect.stringMatching(/^[A-Za-z0-9+/]{86}==$/) }
  expect(listed.body).toEqual({ keys: [full, { ...full, keyName: 'key2' }] })
  const before = await keysOf(server, id)
  await server.call('PUT', `${id}?${apiVersion}`, { ...body, tags: { a: 'b' } })
  expect(await keysOf(server, id)).toEqual(before)

  const { body: replaced } = await server.call('POST', `${id}/regenerateKey?${apiVersion}`, { keyName: 'key2' })
  const after = await keysOf(server, id)
  expect(replaced.keys.map(({ value }: { value: string }) => value)).toEqual(after)
  expect(after[0]).toBe(before[0])
  expect(after[1]).not.toBe(before[1])
  await server.call('PATCH', `${id}?${apiVersion}`, { properties: { accessTier: 'cool' } })
  expect(await keysOf(server, id)).toEqual(after)

  const row = JSON.stringify([await server.store.get(id.toLowerCase()), made.body])
  for (const key of [...before, ...after]) expect(row).not.toContain(key)
})

test('an account made anew under the same name has other keys', async () => {
  await using server = await startTestServer()
  const { id } = await makeAccount(server)
  const before = await keysOf(server, id)
  await server.call('DELETE', `${id}?${apiVersion}`)
  server.clock.advance(1_000)
  await server.call('PUT', `${id}?${apiVersion}`, body)
  for (const key of await keysOf(server, id)) expect(before).not.toContain(key)
})

test('a key that is none cannot be replaced', async () => {
  await using server = await startTestServer()
  const { id } = await makeAccount(server)
  const refused = await server.call('POST', `${id}/regenerateKey?${apiVersion}`, { keyName: 'kerb1' })
  expect([refused.status, refused.body.error.message]).toEqual([400, expect.stringContaining('key1, key2')])
})

test('a reader sees the account and not its keys', async () => {
  await using server = await startTestServer()
  const { id } = await makeAccount(server)
  const { token } = await server.principal('Reader')
  expect((await server.call('GET', `${id}?${apiVersion}`, undefined, { token })).status).toBe(200)
  const refused = await server.call('POST', `${id}/listKeys?${apiVersion}`, {}, { token })
  expect([refused.status, refused.body.error.message]).toEqual([
    403,
    expect.stringContaining('Microsoft.Storage/storageAccounts/listkeys/action'),
  ])
})

test('a name is taken once in the installation, and can be asked for before', async () => {
  await using server = await startTestServer()
  await makeAccount(server)
  const ask = async (name: string) => {
    const path = `${server.subscription}/providers/Microsoft.Storage/checkNameAvailability?${apiVersion}`
    return (await server.call('POST', path, { name, type: 'Microsoft.Storage/storageAccounts' })).body
  }
  expect(await ask('another')).toEqual({ nameAvailable: true })
  expect(await ask('labstorage')).toMatchObject({ nameAvailable: false, reason: 'AlreadyExists' })
  expect(await ask('Lab_Storage')).toMatchObject({ nameAvailable: false, reason: 'AccountNameInvalid' })
  const other = await makeWorkspace(server, 'other')
  const refused = await server.call('PUT', `${other.groupId}/${type}/labstorage?${apiVersion}`, body)
  expect([refused.status, refused.body.error.code]).toEqual([409, 'StorageAccountAlreadyTaken'])
})

test('words and truth values are taken in any form and shown in the published one', async () => {
  await using server = await startTestServer()
  const { id, made } = await makeAccount(server)
  expect(made.body).toMatchObject({ kind: 'StorageV2', sku: { name: 'Standard_LRS', tier: 'Standard' } })
  const properties = { accessTier: 'cool', allowBlobPublicAccess: 'False', networkAcls: { defaultAction: 'deny' } }
  const changed = await server.call('PATCH', `${id}?${apiVersion}`, { sku: { name: 'STANDARD_GRS' }, properties })
  expect(changed.status).toBe(200)
  expect(changed.body).toMatchObject({
    kind: 'StorageV2',
    sku: { name: 'Standard_GRS' },
    properties: {
      accessTier: 'Cool',
      allowBlobPublicAccess: false,
      networkAcls: { defaultAction: 'Deny', ipRules: [] },
    },
  })
})

test('versions before accounts had a sku are refused with those that are known', async () => {
  await using server = await startTestServer()
  const { id } = await makeAccount(server)
  const refused = await server.call('GET', `${id}?api-version=2015-06-15`)
  expect([refused.status, refused.body.error.code]).toEqual([400, 'NoRegisteredProviderFound'])
  expect(refused.body.error.message).toContain('2016-01-01')
})

test.each([
  [{ kind: undefined }, 'kind'],
  [{ kind: 'Disk' }, 'kind'],
  [{ sku: undefined }, 'sku.name'],
  [{ sku: { name: 'Cheap' } }, 'sku.name'],
  [{ properties: { allowBlobPublicAccess: 'maybe' } }, 'properties.allowBlobPublicAccess'],
  [{ properties: { accessTier: 'Warm' } }, 'properties.accessTier'],
  [{ identity: { type: 'UserAssigned' } }, 'identity.userAssignedIdentities'],
])('%j is refused, naming %s', async (change, target) => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const refused = await server.call('PUT', `${groupId}/${type}/labstorage?${apiVersion}`, { ...body, ...change })
  expect([refused.status, refused.body.error.target]).toEqual([400, target])
})

test('a registry tells its credentials while it has an admin user', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const id = `${groupId}/providers/Microsoft.ContainerRegistry/registries/labregistry`
  const query = 'api-version=2023-07-01'
  const put = (adminUserEnabled: boolean) =>
    server.call('PUT', `${id}?${query}`, {
      location: 'eastus',
      sku: { name: 'Basic' },
      properties: { adminUserEnabled },
    })
  await put(false)
  const refused = await server.call('POST', `${id}/listCredentials?${query}`)
  expect([refused.status, refused.body.error.code]).toEqual([400, 'UnauthorizedForCredentialOperations'])
  await put(true)
  const { body: found } = await server.call('POST', `${id}/listCredentials?${query}`)
  expect(found).toMatchObject({ username: 'labregistry', passwords: [{ name: 'password' }, { name: 'password2' }] })
  const { body: next } = await server.call('POST', `${id}/regenerateCredential?${query}`, { name: 'password2' })
  expect(next.passwords[0]).toEqual(found.passwords[0])
  expect(next.passwords[1].value).not.toBe(found.passwords[1].value)
})

test('a vault is gone when it is deleted: none is found among the deleted, and its name is free', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const id = `${groupId}/providers/Microsoft.KeyVault/vaults/labvault`
  const query = 'api-version=2022-07-01'
  const vault = {
    location: 'eastus',
    properties: {
      tenantId: server.installation.tenantId,
      sku: { family: 'A', name: 'standard' },
      enableSoftDelete: true,
    },
  }
  expect((await server.call('PUT', `${id}?${query}`, vault)).status).toBe(200)
  await server.call('DELETE', `${id}?${query}`)
  const provider = `${server.subscription}/providers/Microsoft.KeyVault`
  expect((await server.call('GET', `${provider}/deletedVaults?${query}`)).body).toEqual({ value: [] })
  const found = await server.call('GET', `${provider}/locations/eastus/deletedVaults/labvault?${query}`)
  expect([found.status, found.body.error.code]).toEqual([404, 'ResourceNotFound'])
  expect((await server.call('PUT', `${id}?${query}`, vault)).status).toBe(200)
  const recovery = { ...vault, properties: { ...vault.properties, createMode: 'recover' } }
  expect((await server.call('PUT', `${id}?${query}`, recovery)).body.error.target).toBe('properties.createMode')
})
