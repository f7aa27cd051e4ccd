// The directory through the current Azure command line, unmodified, on the running product: `az ad`, and roles granted to
// somebody by the name people know.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { carrel, type Product, startProduct } from '../support/product.ts'
import { findPython } from './az/find-python.ts'
import { installAz } from './az/install-az.ts'
import { type Az, openAz } from './az/open-az.ts'

const python = findPython()

describe.skipIf(python === undefined)('az ad', () => {
  let product: Product
  let az: Az
  let installed = ''
  let scope = ''

  beforeAll(async () => {
    installed = await installAz(python ?? '')
    product = await startProduct()
    az = await openAz(installed, product.facts)
    const { endpoint, subscriptionId, resourceGroup } = product.facts
    scope = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`
    await az.call('cloud', 'register', '--name', 'Lab', '--endpoint-resource-manager', endpoint)
    await az.call('cloud', 'set', '--name', 'Lab')
    await az.signIn()
  })
  afterAll(async () => {
    await az?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  /** In a configuration of its own: a client keeps tokens, and would not ask for a new one. */
  async function login(appId: string, secret: string, option = '--password'): Promise<unknown> {
    const { endpoint, caFile, tenantId } = product.facts
    await using other = await openAz(installed, product.facts, {
      ARM_CLOUD_METADATA_URL: `${endpoint}/metadata/endpoints?api-version=2019-05-01`,
      SSL_CERT_FILE: caFile,
    })
    const who = ['--service-principal', '--username', appId, option, secret]
    return other.call('login', ...who, '--tenant', tenantId)
  }

  test('creates, finds, changes and deletes people', async () => {
    const upn = 'ben@lab.example'
    const password = ['--password', 'a password of mine']
    const made = await az.call(
      'ad',
      'user',
      'create',
      '--display-name',
      'Ben Ek',
      '--user-principal-name',
      upn,
      ...password,
    )
    expect(made).toMatchObject({ userPrincipalName: upn, displayName: 'Ben Ek', id: expect.any(String) })
    expect(await az.call('ad', 'user', 'show', '--id', upn)).toMatchObject({ id: made.id })
    expect(await az.call('ad', 'user', 'list', '--upn', upn)).toMatchObject([{ id: made.id }])
    expect(await az.call('ad', 'user', 'list', '--display-name', 'Ben')).toMatchObject([{ id: made.id }])
    expect(await az.call('ad', 'user', 'list', '--filter', `accountEnabled eq false`)).toEqual([])
    await az.call('ad', 'user', 'update', '--id', made.id, '--display-name', 'Ben Ekberg')
    expect(await az.call('ad', 'user', 'show', '--id', made.id)).toMatchObject({ displayName: 'Ben Ekberg' })
    await az.call('ad', 'user', 'delete', '--id', upn)
    await expect(az.call('ad', 'user', 'show', '--id', upn)).rejects.toThrow(/does not exist/)
  })

  test('keeps groups', async () => {
    const { objectId } = product.facts.admin
    const made = await az.call('ad', 'group', 'create', '--display-name', 'Mappers', '--mail-nickname', 'mappers')
    expect(made).toMatchObject({ displayName: 'Mappers', mailNickname: 'mappers' })
    const member = ['--group', made.id, '--member-id', objectId]
    await az.call('ad', 'group', 'member', 'add', ...member)
    expect(await az.call('ad', 'group', 'member', 'check', ...member)).toEqual({ value: true })
    expect(await az.call('ad', 'group', 'member', 'list', '--group', 'Mappers')).toMatchObject([{ id: objectId }])
    expect(await az.call('ad', 'user', 'get-member-groups', '--id', objectId)).toEqual([
      { id: made.id, displayName: 'Mappers' },
    ])
    expect(await az.call('ad', 'group', 'show', '--group', 'Mappers')).toMatchObject({ id: made.id })
    expect(await az.call('ad', 'group', 'list', '--display-name', 'Map')).toMatchObject([{ id: made.id }])
    await az.call('ad', 'group', 'member', 'remove', ...member)
    expect(await az.call('ad', 'group', 'member', 'list', '--group', made.id)).toEqual([])
    await az.call('ad', 'group', 'delete', '--group', made.id)
    expect(await az.call('ad', 'group', 'list')).toEqual([])
  })

  test('makes a principal with a role, resets its secret and deletes it', async () => {
    const made = await az.call('ad', 'sp', 'create-for-rbac', '--name', 'robot', '--role', 'Reader', '--scopes', scope)
    expect(made).toMatchObject({ displayName: 'robot', tenant: product.facts.tenantId })
    const shown = await az.call('ad', 'sp', 'show', '--id', made.appId)
    expect(shown).toMatchObject({ appId: made.appId, displayName: 'robot' })
    expect(await az.call('ad', 'sp', 'list', '--display-name', 'robot')).toMatchObject([{ id: shown.id }])
    expect(await login(made.appId, made.password)).toMatchObject([{ user: { name: made.appId } }])
    const reset = await az.call('ad', 'sp', 'credential', 'reset', '--id', made.appId)
    await expect(login(made.appId, made.password)).rejects.toThrow(/AADSTS7000215/)
    expect(await login(made.appId, reset.password)).toMatchObject([{ user: { name: made.appId } }])
    const again = await az.call('ad', 'sp', 'create-for-rbac', '--name', 'robot')
    expect(again.appId).toBe(made.appId)
    expect(await login(made.appId, again.password)).toMatchObject([{ user: { name: made.appId } }])
    await az.call('ad', 'sp', 'delete', '--id', made.appId)
    expect(await az.call('ad', 'sp', 'list', '--display-name', 'robot')).toEqual([])
    expect(await az.call('role', 'assignment', 'list', '--scope', scope)).toEqual([])
  })

  test('makes a principal that signs in with a certificate', async () => {
    const rbac = ['ad', 'sp', 'create-for-rbac', '--name', 'signer', '--create-cert']
    const made = await az.call(...rbac, '--role', 'Reader', '--scopes', scope)
    expect(made).toMatchObject({ password: null, fileWithCertAndPrivateKey: expect.stringContaining('.pem') })
    expect(await login(made.appId, made.fileWithCertAndPrivateKey, '--certificate')).toMatchObject([
      { user: { name: made.appId } },
    ])
    expect(await az.call('ad', 'app', 'show', '--id', made.appId)).toMatchObject({ passwordCredentials: [] })
    await az.call('ad', 'app', 'delete', '--id', made.appId)
    await expect(login(made.appId, made.fileWithCertAndPrivateKey, '--certificate')).rejects.toThrow(/AADSTS/)
  })

  test('grants a role by application id, lists it with the names of the two, and takes it back', async () => {
    const { clientId, objectId } = product.facts.principal
    const who = ['--assignee', clientId, '--role', 'Reader', '--scope', scope]
    expect(await az.call('role', 'assignment', 'create', ...who)).toMatchObject({ principalId: objectId })
    expect(await az.call('role', 'assignment', 'list', '--scope', scope)).toMatchObject([
      {
        principalId: objectId,
        principalName: clientId,
        principalType: 'ServicePrincipal',
        roleDefinitionName: 'Reader',
      },
    ])
    expect(await az.call('role', 'assignment', 'list', '--assignee', clientId, '--scope', scope)).toHaveLength(1)
    await az.call('role', 'assignment', 'delete', ...who)
    expect(await az.call('role', 'assignment', 'list', '--scope', scope)).toEqual([])
    const { admin } = product.facts
    const inherited = await az.call('role', 'assignment', 'list', '--scope', scope, '--include-inherited')
    expect(inherited).toContainEqual(
      expect.objectContaining({ principalId: admin.objectId, principalName: admin.userName }),
    )
  })

  test('finds people and grants by application id below carrel exec, with nothing registered', async () => {
    const { admin, principal } = product.facts
    const command = [carrel, 'exec', '--data', product.data, '--', installed] as const
    await using other = await openAz(command, product.facts)
    await other.signIn()
    expect(await other.call('cloud', 'show')).toMatchObject({ name: 'AzureCloud' })
    expect(await other.call('ad', 'user', 'show', '--id', admin.objectId)).toMatchObject({
      userPrincipalName: admin.userName,
    })
    const who = ['--assignee', principal.clientId, '--role', 'Reader', '--scope', scope]
    expect(await other.call('role', 'assignment', 'create', ...who)).toMatchObject({ principalId: principal.objectId })
    expect(await other.call('role', 'assignment', 'list', '--scope', scope)).toMatchObject([
      { principalName: principal.clientId },
    ])
    await other.call('role', 'assignment', 'delete', ...who)
  })

  test('says that a program is no person', async () => {
    await expect(az.call('ad', 'signed-in-user', 'show')).rejects.toThrow(/\/me is a person/)
  })
})
