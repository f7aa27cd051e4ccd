// Azure's own npm package for roles, unmodified, against the running product.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { type NpmClients, startNpmClients } from './npm/start-npm-clients.ts'

const ml = 'Microsoft.MachineLearningServices'

let product: Product
let npm: NpmClients
let place: { group: string; workspace: string }
let scope: string

beforeAll(async () => {
  product = await startProduct()
  npm = startNpmClients(product.facts)
  const { subscriptionId, resourceGroup, workspace } = product.facts
  place = { group: resourceGroup, workspace }
  scope = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`
})
afterAll(async () => {
  await npm?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

async function secondPerson() {
  const path = '/providers/Carrel.Identity/servicePrincipals?api-version=2026-11-01'
  type Made = { clientId: string; clientSecret: string; objectId: string }
  const made = await product.client.call<Made>('POST', path, { displayName: 'second' })
  return { ...made, clients: startNpmClients(product.facts, made) }
}

describe('@azure/arm-authorization', () => {
  test('creates, reads, lists, changes and deletes a role definition', async () => {
    const name = randomUUID()
    const role = {
      roleName: 'Npm desk user',
      description: 'Uses desks',
      roleType: 'CustomRole',
      permissions: [{ actions: [`${ml}/workspaces/computes/*`], notActions: [`${ml}/workspaces/computes/delete`] }],
      assignableScopes: [scope],
    }
    const made = await npm.call('putRole', scope, name, role)
    expect(made).toMatchObject({ name, ...role })
    expect(await npm.call('getRole', scope, name)).toEqual(made)
    expect(await npm.call('getRoleById', made.id ?? '')).toEqual(made)
    expect(await npm.call('listRoles', scope, "type eq 'CustomRole'")).toEqual([made])
    const wider = await npm.call('putRole', scope, name, { ...role, permissions: [{ actions: ['*/read'] }] })
    expect(wider.permissions).toMatchObject([{ actions: ['*/read'], notActions: [] }])
    await expect(npm.call('putRole', scope, randomUUID(), role)).rejects.toMatchObject({
      refusal: { statusCode: 409, code: 'RoleDefinitionWithSameNameExists' },
    })
    expect(await npm.call('deleteRole', scope, name)).toMatchObject({ roleName: 'Npm desk user' })
    await expect(npm.call('getRole', scope, name)).rejects.toMatchObject({
      refusal: { statusCode: 404, code: 'RoleDefinitionDoesNotExist' },
    })
  })

  test('lists the built-in roles under the ids they have everywhere', async () => {
    const roles = await npm.call('listRoles', scope, "type eq 'BuiltInRole'")
    expect(roles.map(({ roleName, name }) => [roleName, name])).toEqual([
      ['Owner', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'],
      ['Contributor', 'b24988ac-6180-42a0-ab88-20f7382dd24c'],
      ['Reader', 'acdd72a7-3385-48ef-bd42-f606fba81ae7'],
      ['User Access Administrator', '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9'],
      ['AzureML Data Scientist', 'f6c7c914-8db3-469d-8ca1-694a8f32e121'],
      ['AzureML Compute Operator', 'e503ece1-11d0-4e8e-8e2c-7a6c3bf38815'],
      ['Resource Policy Contributor', '36243c78-bf99-498c-9df9-86d9f8d28608'],
    ])
  })

  test('assigns a role, whose effect is there with the next request, and takes it back', async () => {
    const second = await secondPerson()
    await using clients = second.clients
    const role = await npm.call('putRole', scope, randomUUID(), {
      roleName: 'Npm workspace reader',
      permissions: [{ actions: [`${ml}/workspaces/read`] }],
      assignableScopes: [scope],
    })
    await expect(clients.call('getWorkspace', place)).rejects.toMatchObject({
      refusal: { statusCode: 403, code: 'AuthorizationFailed' },
    })
    const name = randomUUID()
    const made = await npm.call('assignRole', scope, name, {
      roleDefinitionId: role.id ?? '',
      principalId: second.objectId,
      principalType: 'ServicePrincipal',
    })
    expect(made).toMatchObject({ name, scope, roleDefinitionId: role.id, principalId: second.objectId })
    expect(await clients.call('getWorkspace', place)).toMatchObject({ name: place.workspace })
    const permissions = [{ actions: [`${ml}/workspaces/read`], notActions: [] }]
    expect(await clients.call('listPermissions', place.group)).toMatchObject(permissions)
    expect(await clients.call('listPermissionsOfWorkspace', place)).toMatchObject(permissions)

    expect(await npm.call('getAssignment', made.id ?? '')).toEqual(made)
    expect(await npm.call('listAssignments', `principalId eq '${second.objectId}'`)).toEqual([made])
    expect(await npm.call('listAssignmentsOfGroup', place.group)).toContainEqual(made)
    expect(await npm.call('listAssignmentsAt', scope)).toContainEqual(made)
    await expect(npm.call('deleteRole', scope, role.name ?? '')).rejects.toMatchObject({
      refusal: { code: 'RoleDefinitionHasAssignments' },
    })
    await npm.call('deleteAssignment', scope, name)
    await expect(clients.call('getWorkspace', place)).rejects.toMatchObject({ refusal: { statusCode: 403 } })
    await npm.call('deleteRole', scope, role.name ?? '')
  })

  test('nobody makes more of himself by a role that may grant', async () => {
    const second = await secondPerson()
    await using clients = second.clients
    const role = {
      roleName: 'Npm granter',
      permissions: [{ actions: ['Microsoft.Authorization/*'] }],
      assignableScopes: [scope],
    }
    const { id = '', name = '' } = await npm.call('putRole', scope, randomUUID(), role)
    const to = { principalId: second.objectId, principalType: 'ServicePrincipal' }
    await npm.call('assignRole', scope, randomUUID(), { roleDefinitionId: id, ...to })
    const owner = '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
    const refusal = { statusCode: 403, code: 'AuthorizationFailed' }
    await expect(
      clients.call('assignRole', scope, randomUUID(), { roleDefinitionId: owner, ...to }),
    ).rejects.toMatchObject({ refusal })
    const wider = { ...role, permissions: [{ actions: ['*'] }] }
    await expect(clients.call('putRole', scope, name, wider)).rejects.toMatchObject({ refusal })
  })
})
