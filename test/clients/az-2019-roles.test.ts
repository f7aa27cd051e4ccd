// Custom roles with the Azure command line of June 2019, unmodified.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { openAz2019 } from './az-2019/open-az-2019.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'

const python = findPython('azure-cli 2.0.67', ['3.6'])
const ml = 'Microsoft.MachineLearningServices'

describe.skipIf(python === undefined)('az 2.0.67 role', () => {
  let product: Product
  let installed: string

  beforeAll(async () => {
    installed = await installClient('az-2019', python ?? '')
    product = await startProduct()
  })
  afterAll(() => product?.[Symbol.asyncDispose]())

  test('definition create, list, update and delete, and an assignment of it', async () => {
    await using az = await openAz2019(installed, product, 'registered')
    await az.signIn()
    const { subscriptionId, admin } = product.facts
    const scope = `/subscriptions/${subscriptionId}`
    const role = { Name: 'Old desk reader', Actions: [`${ml}/workspaces/*/read`], AssignableScopes: [scope] }
    const made = await az.call('role', 'definition', 'create', '--role-definition', JSON.stringify(role))
    expect(made).toMatchObject({ roleName: role.Name, roleType: 'CustomRole', assignableScopes: [scope] })
    const named = () => az.call('role', 'definition', 'list', '--name', role.Name)
    expect(await named()).toMatchObject([{ id: made.id, permissions: [{ actions: role.Actions }] }])
    expect(await az.call('role', 'definition', 'list', '--custom-role-only', 'true')).toMatchObject([{ id: made.id }])
    const wider = { ...role, Actions: ['*/read'] }
    await az.call('role', 'definition', 'update', '--role-definition', JSON.stringify(wider))
    expect(await named()).toMatchObject([{ id: made.id, permissions: [{ actions: ['*/read'] }] }])

    const who = ['--assignee-object-id', admin.objectId, '--scope', scope]
    expect(await az.call('role', 'assignment', 'create', '--role', role.Name, ...who)).toMatchObject({
      principalId: admin.objectId,
      roleDefinitionId: made.id,
    })
    const remove = () => az.call('role', 'definition', 'delete', '--name', role.Name)
    await expect(remove()).rejects.toThrow(/existing role assignments/)
    await az.call('role', 'assignment', 'delete', '--assignee', admin.objectId, '--role', role.Name, '--scope', scope)
    await remove()
    expect(await named()).toEqual([])
  })
})
