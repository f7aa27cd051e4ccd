// Policy with the Azure command line of June 2019, unmodified.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stopAtTen } from '../support/policies.ts'
import { type Product, startProduct } from '../support/product.ts'
import { openAz2019 } from './az-2019/open-az-2019.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'

const python = findPython('azure-cli 2.0.67', ['3.6'])

describe.skipIf(python === undefined)('az 2.0.67 policy', () => {
  let product: Product
  let installed: string

  beforeAll(async () => {
    installed = await installClient('az-2019', python ?? '')
    product = await startProduct()
  })
  afterAll(() => product?.[Symbol.asyncDispose]())

  test('CI-61: definition, set and assignment create, show, list and delete; states', async () => {
    await using az = await openAz2019(installed, product, 'registered')
    await az.signIn()
    const rules = JSON.stringify(stopAtTen.policyRule)
    const made = await az.call(
      'policy',
      'definition',
      'create',
      '--name',
      'stop-at-ten',
      '--mode',
      'All',
      '--rules',
      rules,
    )
    expect(made).toMatchObject({
      name: 'stop-at-ten',
      policyType: 'Custom',
      mode: 'All',
      policyRule: stopAtTen.policyRule,
    })
    expect(await az.call('policy', 'definition', 'show', '--name', 'stop-at-ten')).toMatchObject({ id: made.id })
    const named = (await az.call('policy', 'definition', 'list')).map(({ name }: { name: string }) => name)
    expect(named).toContain('stop-at-ten')

    const definitions = JSON.stringify([{ policyDefinitionId: made.id }])
    const set = await az.call('policy', 'set-definition', 'create', '--name', 'nights', '--definitions', definitions)
    expect(set).toMatchObject({ name: 'nights', policyDefinitions: [{ policyDefinitionId: made.id }] })

    const scope = ['--resource-group', product.facts.resourceGroup]
    const assigned = await az.call(
      'policy',
      'assignment',
      'create',
      '--name',
      'ten',
      '--policy',
      'stop-at-ten',
      ...scope,
    )
    expect(assigned).toMatchObject({ name: 'ten', policyDefinitionId: made.id })
    expect(await az.call('policy', 'assignment', 'show', '--name', 'ten', ...scope)).toMatchObject({ id: assigned.id })
    expect(await az.call('policy', 'assignment', 'list', ...scope)).toMatchObject([{ name: 'ten' }])
    expect(await az.call('policy', 'state', 'list', ...scope)).toEqual([])
    expect(await az.call('policy', 'state', 'summarize', ...scope)).toMatchObject({
      results: { nonCompliantResources: 0 },
    })

    await az.call('policy', 'assignment', 'delete', '--name', 'ten', ...scope)
    await az.call('policy', 'set-definition', 'delete', '--name', 'nights')
    await az.call('policy', 'definition', 'delete', '--name', 'stop-at-ten')
    expect(await az.call('policy', 'set-definition', 'list')).toEqual([])
  })
})
