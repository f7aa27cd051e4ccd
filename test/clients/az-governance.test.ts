// What keeps order, with the current Azure command line, unmodified, against the running product: locks, tags, the
// activity log.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { findPython } from './az/find-python.ts'
import { installAz } from './az/install-az.ts'
import { type Az, openAz } from './az/open-az.ts'

const python = findPython()

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
    await az.call('group', 'create', '--name', 'kept', '--location', 'eastus')
  })
  afterAll(async () => {
    await az?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  test('lock create, list, show, update and delete; a locked group cannot be deleted', async () => {
    const lock = ['--name', 'keep', '--resource-group', 'kept']
    expect(await az.call('lock', 'create', ...lock, '--lock-type', 'CanNotDelete', '--notes', 'paid')).toMatchObject({
      name: 'keep',
      level: 'CanNotDelete',
      notes: 'paid',
    })
    expect(await az.call('lock', 'list', '--resource-group', 'kept')).toMatchObject([{ name: 'keep' }])
    await expect(az.call('group', 'delete', '--name', 'kept', '--yes')).rejects.toThrow(/ScopeLocked/)
    expect(await az.call('lock', 'update', ...lock, '--lock-type', 'ReadOnly')).toMatchObject({ level: 'ReadOnly' })
    await expect(az.call('group', 'update', '--name', 'kept', '--tags', 'a=b')).rejects.toThrow(/ScopeLocked/)
    await az.call('lock', 'delete', ...lock)
    expect(await az.call('lock', 'list', '--resource-group', 'kept')).toEqual([])
    expect(await az.call('group', 'update', '--name', 'kept', '--tags', 'a=b')).toMatchObject({ tags: { a: 'b' } })
  })

  test('lock at the subscription and at one resource', async () => {
    const { workspace, resourceGroup } = product.facts
    const resource = ['--resource', workspace, '--resource-group', resourceGroup]
    const type = ['--resource-type', 'Microsoft.MachineLearningServices/workspaces']
    await az.call('lock', 'create', '--name', 'ws', '--lock-type', 'CanNotDelete', ...resource, ...type)
    await az.call('lock', 'create', '--name', 'all', '--lock-type', 'CanNotDelete')
    const names = (await az.call('lock', 'list')).map(({ name }: { name: string }) => name)
    expect(names.toSorted()).toEqual(['all', 'ws'])
    await az.call('lock', 'delete', '--name', 'ws', ...resource, ...type)
    await az.call('lock', 'delete', '--name', 'all')
  })

  test('tag create, update, list and delete on a resource id', async () => {
    const { id } = await az.call('group', 'show', '--name', 'kept')
    const at = ['--resource-id', id]
    expect(await az.call('tag', 'create', ...at, '--tags', 'team=maps', 'cost=12')).toMatchObject({
      properties: { tags: { team: 'maps', cost: '12' } },
    })
    await az.call('tag', 'update', ...at, '--operation', 'Merge', '--tags', 'cost=13')
    await az.call('tag', 'update', ...at, '--operation', 'Delete', '--tags', 'team=maps')
    expect(await az.call('tag', 'list', ...at)).toMatchObject({ properties: { tags: { cost: '13' } } })
    const inUse = (await az.call('tag', 'list')).map(({ tagName }: { tagName: string }) => tagName)
    expect(inUse).toContain('cost')
    await az.call('tag', 'delete', ...at, '--yes')
    expect(await az.call('group', 'show', '--name', 'kept')).toMatchObject({ tags: {} })
  })

  test('monitor activity-log list tells who made the group', async () => {
    const { principal } = product.facts
    const events = await az.call('monitor', 'activity-log', 'list', '--resource-group', 'kept', '--offset', '1h')
    expect(events.at(-1)).toMatchObject({
      caller: 'carrel-scripts',
      claims: { 'http://schemas.microsoft.com/identity/claims/objectidentifier': principal.objectId },
      operationName: { value: 'Microsoft.Resources/subscriptions/resourceGroups/write' },
      resourceGroupName: 'kept',
    })
    const { correlationId } = events[0]
    const same = await az.call('monitor', 'activity-log', 'list', '--correlation-id', correlationId, '--offset', '1h')
    expect(new Set(same.map((event: { correlationId: string }) => event.correlationId))).toEqual(
      new Set([correlationId]),
    )
    expect(await az.call('monitor', 'activity-log', 'list-categories')).toMatchObject([{ value: 'Administrative' }])
  })
})
