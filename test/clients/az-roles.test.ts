// Custom roles with the current Azure command line, unmodified, and what they let a second person do.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { findPython } from './az/find-python.ts'
import { installAz } from './az/install-az.ts'
import { type Az, openAz } from './az/open-az.ts'

const python = findPython()
const ml = 'Microsoft.MachineLearningServices'

describe.skipIf(python === undefined)('az role', () => {
  let product: Product
  let installed: string
  let az: Az
  let group: string

  beforeAll(async () => {
    installed = await installAz(python ?? '')
    product = await startProduct()
    az = await signedIn(product.facts.principal)
    group = `/subscriptions/${product.facts.subscriptionId}/resourceGroups/${product.facts.resourceGroup}`
  })
  afterAll(async () => {
    await az?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  async function signedIn(principal: { clientId: string; clientSecret: string }): Promise<Az> {
    const { endpoint, tenantId } = product.facts
    const opened = await openAz(installed, product.facts)
    await opened.call('cloud', 'register', '--name', 'Lab', '--endpoint-resource-manager', endpoint)
    await opened.call('cloud', 'set', '--name', 'Lab')
    const { clientId, clientSecret } = principal
    const who = ['--service-principal', '--username', clientId, '--password', clientSecret, '--tenant', tenantId]
    await opened.call('login', ...who)
    return opened
  }

  const named = (name: string) => az.call('role', 'definition', 'list', '--name', name, '--scope', group)

  test('definition create, list, show, update and delete', async () => {
    const permissions = { Actions: [`${ml}/workspaces/*/read`], NotActions: [`${ml}/workspaces/computes/delete`] }
    const role = { Name: 'Desk reader', Description: 'Reads desks', ...permissions, AssignableScopes: [group] }
    const made = await az.call('role', 'definition', 'create', '--role-definition', JSON.stringify(role))
    expect(made).toMatchObject({
      roleName: 'Desk reader',
      roleType: 'CustomRole',
      assignableScopes: [group],
      permissions: [{ actions: permissions.Actions, notActions: permissions.NotActions, dataActions: [] }],
    })
    expect(await named('Desk reader')).toMatchObject([{ id: made.id, name: made.name }])
    const all = await az.call('role', 'definition', 'list', '--custom-role-only', 'true', '--scope', group)
    expect(all).toMatchObject([{ roleName: 'Desk reader' }])
    const shown = await az.call('role', 'definition', 'show', '--scope', group, '--name', made.name)
    expect(shown).toMatchObject({ id: made.id, description: 'Reads desks' })
    expect(await az.call('role', 'definition', 'show', '--id', made.id)).toMatchObject({ name: made.name })

    const changed = { ...shown, description: 'Reads desks, and more', permissions: [{ actions: ['*/read'] }] }
    await az.call('role', 'definition', 'update', '--role-definition', JSON.stringify(changed))
    expect(await named('Desk reader')).toMatchObject([
      { description: 'Reads desks, and more', permissions: [{ actions: ['*/read'], notActions: [] }] },
    ])
    await expect(
      az.call('role', 'definition', 'create', '--role-definition', JSON.stringify({ ...role, Actions: ['start'] })),
    ).rejects.toThrow(/InvalidActionOrNotAction/)
    await expect(az.call('role', 'definition', 'create', '--role-definition', JSON.stringify(role))).rejects.toThrow(
      /RoleDefinitionWithSameNameExists/,
    )
    await az.call('role', 'definition', 'delete', '--name', 'Desk reader', '--scope', group)
    expect(await named('Desk reader')).toEqual([])
  })

  test('assignment of a custom role: the second person is refused before it and not after', async () => {
    const path = '/providers/Carrel.Identity/servicePrincipals?api-version=2026-11-01'
    const other = await product.client.call<{ clientId: string; clientSecret: string; objectId: string }>(
      'POST',
      path,
      {
        displayName: 'second',
      },
    )
    const who = ['--assignee-object-id', other.objectId]
    const kind = ['--assignee-principal-type', 'ServicePrincipal']
    const subscription = `/subscriptions/${product.facts.subscriptionId}`
    // A role that gives little, so that there is a subscription to sign in to.
    const little = ['--role', 'AzureML Compute Operator', '--scope', subscription]
    await az.call('role', 'assignment', 'create', ...little, ...who, ...kind)
    await using second = await signedIn(other)
    const url = `${product.facts.endpoint}${group}/providers/${ml}/workspaces/${product.facts.workspace}?api-version=2024-10-01`
    const read = () => second.call('rest', '--method', 'get', '--url', url, '--resource', product.facts.endpoint)
    await expect(read()).rejects.toThrow(/AuthorizationFailed[\s\S]*workspaces\/read[\s\S]*over scope/)

    const role = { Name: 'Workspace reader', Actions: [`${ml}/workspaces/read`], AssignableScopes: [group] }
    await az.call('role', 'definition', 'create', '--role-definition', JSON.stringify(role))
    const create = () =>
      az.call('role', 'assignment', 'create', '--role', 'Workspace reader', '--scope', group, ...who, ...kind)
    const granted = await create()
    expect(granted).toMatchObject({ principalId: other.objectId, scope: group })
    // A second time it is found to be there.
    await create()
    expect(await read()).toMatchObject({ name: product.facts.workspace })
    const listed = await az.call('role', 'assignment', 'list', '--scope', group, '--role', 'Workspace reader')
    expect(listed).toMatchObject([{ principalId: other.objectId, roleDefinitionName: 'Workspace reader' }])
    await expect(
      az.call('role', 'definition', 'delete', '--name', 'Workspace reader', '--scope', group),
    ).rejects.toThrow(/RoleDefinitionHasAssignments/)

    await az.call('role', 'assignment', 'delete', ...who, '--role', 'Workspace reader', '--scope', group)
    await expect(read()).rejects.toThrow(/AuthorizationFailed/)
    await az.call('role', 'definition', 'delete', '--name', 'Workspace reader', '--scope', group)
  })

  test('assignment of built-in roles by name', async () => {
    const { admin } = product.facts
    const who = ['--assignee-object-id', admin.objectId]
    for (const role of ['User Access Administrator', 'AzureML Data Scientist', 'AzureML Compute Operator']) {
      const kind = ['--assignee-principal-type', 'User']
      await az.call('role', 'assignment', 'create', '--role', role, ...who, ...kind, '--scope', group)
    }
    const listed: { roleDefinitionName: string }[] = await az.call('role', 'assignment', 'list', '--scope', group)
    expect(listed.map(({ roleDefinitionName }) => roleDefinitionName).toSorted()).toEqual([
      'AzureML Compute Operator',
      'AzureML Data Scientist',
      'User Access Administrator',
    ])
    await az.call('role', 'assignment', 'delete', ...who, '--scope', group)
    expect(await az.call('role', 'assignment', 'list', '--scope', group)).toEqual([])
  })
})
