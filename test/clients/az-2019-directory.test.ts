// The directory through the Azure command line of June 2019, which speaks to Azure AD Graph: roles granted by the name
// people know, and who they are.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { openAz2019 } from './az-2019/open-az-2019.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'

const python = findPython('azure-cli 2.0.67', ['3.6'])

describe.skipIf(python === undefined)('the directory of az 2.0.67', () => {
  let product: Product
  let installed = ''
  beforeAll(async () => {
    installed = await installClient('az-2019', python ?? '')
    product = await startProduct()
  })
  afterAll(() => product?.[Symbol.asyncDispose]())

  test.each(['registered', 'exec'] as const)(
    'finds who is who, and grants by the name people know: %s',
    async (mode) => {
      await using az = await openAz2019(installed, product, mode)
      await az.signIn()
      const { admin, principal, subscriptionId, resourceGroup } = product.facts
      const scope = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`
      const robot = { appId: principal.clientId, objectId: principal.objectId }
      expect(await az.call('ad', 'sp', 'show', '--id', principal.clientId)).toMatchObject(robot)
      expect(await az.call('ad', 'sp', 'list', '--spn', principal.clientId)).toMatchObject([robot])
      const person = { objectId: admin.objectId, userPrincipalName: admin.userName }
      expect(await az.call('ad', 'user', 'show', '--upn-or-object-id', admin.objectId)).toMatchObject(person)
      expect(await az.call('ad', 'user', 'list', '--query', '[0]')).toMatchObject(person)
      expect(await az.call('ad', 'group', 'list')).toEqual([])
      const who = ['--assignee', principal.clientId, '--role', 'Reader', '--scope', scope]
      expect(await az.call('role', 'assignment', 'create', ...who)).toMatchObject({ principalId: principal.objectId })
      expect(await az.call('role', 'assignment', 'list', '--scope', scope)).toMatchObject([
        { principalName: principal.clientId, roleDefinitionName: 'Reader' },
      ])
      await az.call('role', 'assignment', 'delete', ...who)
      expect(await az.call('role', 'assignment', 'list', '--scope', scope)).toEqual([])
    },
  )
})
