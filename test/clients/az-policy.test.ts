// Policy with the current Azure command line, unmodified, against the running product on Docker.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ruleOf, stopAtTen } from '../support/policies.ts'
import { type Product, startProduct } from '../support/product.ts'
import { findPython } from './az/find-python.ts'
import { installAz } from './az/install-az.ts'
import { type Az, openAz } from './az/open-az.ts'

const python = findPython()
const ml = 'Microsoft.MachineLearningServices'
const idleName = '679ddf89-ab8f-48a5-9029-e76054077449'
const idle = `/providers/Microsoft.Authorization/policyDefinitions/${idleName}`

describe.skipIf(python === undefined)('az policy', () => {
  let product: Product
  let az: Az
  let subscription: string

  beforeAll(async () => {
    const installed = await installAz(python ?? '')
    product = await startProduct()
    const { endpoint, caFile, subscriptionId } = product.facts
    subscription = `/subscriptions/${subscriptionId}`
    az = await openAz(installed, product.facts, {
      ARM_CLOUD_METADATA_URL: `${endpoint}/metadata/endpoints?api-version=2019-05-01`,
      SSL_CERT_FILE: caFile,
    })
    await az.signIn()
  })
  afterAll(async () => {
    await az?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  test('CI-61: definition and assignment of the documents give a new instance its schedule', async () => {
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
    expect(made).toMatchObject({ name: 'stop-at-ten', policyType: 'Custom', policyRule: stopAtTen.policyRule })
    const assigned = await az.call('policy', 'assignment', 'create', '--name', 'ten', '--policy', 'stop-at-ten')
    expect(assigned).toMatchObject({
      name: 'ten',
      policyDefinitionId: made.id,
      scope: subscription,
      enforcementMode: 'Default',
    })
    const { schedules } = await createInstance('policy-az')
    expect(schedules.computeStartStop).toMatchObject([
      { action: 'Stop', cron: { expression: '0 22 * * *', timeZone: 'Pacific Standard Time' } },
    ])
    const states = await az.call('policy', 'state', 'list', '--policy-assignment', 'ten')
    expect(states).toMatchObject([
      { policyDefinitionName: 'stop-at-ten', policyDefinitionAction: 'append', complianceState: 'Compliant' },
    ])
    await az.call('policy', 'assignment', 'delete', '--name', 'ten')
    await az.call('policy', 'definition', 'delete', '--name', 'stop-at-ten')
    expect(await az.call('policy', 'assignment', 'list')).toEqual([])
  })

  test('CI-61: a built-in definition with a parameter refuses, and is let off, shown, listed and updated', async () => {
    const { resourceGroup } = product.facts
    const place = ['--resource-group', resourceGroup]
    const effect = ['--params', JSON.stringify({ effect: { value: 'Deny' } })]
    const made = await az.call(
      'policy',
      'assignment',
      'create',
      '--name',
      'idle',
      '--policy',
      idleName,
      ...effect,
      ...place,
    )
    expect(made).toMatchObject({ policyDefinitionId: idle, parameters: { effect: { value: 'Deny' } } })
    await expect(createInstance('policy-no')).rejects.toThrow(/RequestDisallowedByPolicy/)
    expect(await az.call('policy', 'assignment', 'list', ...place)).toMatchObject([{ name: 'idle' }])
    const updated = await az.call(
      'policy',
      'assignment',
      'update',
      '--name',
      'idle',
      ...place,
      '--display-name',
      'Stop idle ones',
    )
    expect(updated).toMatchObject({ displayName: 'Stop idle ones', parameters: { effect: { value: 'Deny' } } })
    const told = ['--name', 'idle', ...place]
    await az.call(
      'policy',
      'assignment',
      'non-compliance-message',
      'create',
      ...told,
      '--message',
      'Say when it stops.',
    )
    expect(await az.call('policy', 'assignment', 'non-compliance-message', 'list', ...told)).toMatchObject([
      { message: 'Say when it stops.' },
    ])
    await expect(createInstance('policy-no')).rejects.toThrow(/Say when it stops\./)
    const off = ['--name', 'off', '--policy-assignment', made.id, '--exemption-category', 'Waiver', ...place]
    expect(await az.call('policy', 'exemption', 'create', ...off)).toMatchObject({ exemptionCategory: 'Waiver' })
    expect(await az.call('policy', 'exemption', 'list', ...place)).toMatchObject([{ name: 'off' }])
    await createInstance('policy-yes')
    const summary = await az.call('policy', 'state', 'summarize', ...place)
    expect(summary.policyAssignments).toMatchObject([{ policyAssignmentId: made.id }])
    await az.call('policy', 'state', 'trigger-scan', ...place)
    await az.call('policy', 'exemption', 'delete', '--name', 'off', ...place)
    expect(await az.call('policy', 'assignment', 'show', '--name', 'idle', ...place)).toMatchObject({ name: 'idle' })
    await az.call('policy', 'assignment', 'delete', '--name', 'idle', ...place)
  })

  test('provider show tells the aliases that rules can use', async () => {
    const expand = ['--expand', 'resourceTypes/aliases', '--query', 'resourceTypes[].aliases[].name']
    const names = await az.call('provider', 'show', '--namespace', ml, ...expand)
    expect(names).toContain(`${ml}/workspaces/computes/idleTimeBeforeShutdown`)
  })

  test('definition list, show and update; set-definition create, show, list and delete', async () => {
    const builtIn = await az.call('policy', 'definition', 'list', '--filter', "policyType eq 'BuiltIn'")
    expect(builtIn.map(({ id }: { id: string }) => id)).toContain(idle)
    const rules = JSON.stringify(ruleOf({ field: 'location', notEquals: 'eastus' }, 'audit').policyRule)
    await az.call('policy', 'definition', 'create', '--name', 'here', '--rules', rules, '--display-name', 'Here alone')
    const changed = await az.call('policy', 'definition', 'update', '--name', 'here', '--description', 'East')
    expect(changed).toMatchObject({ displayName: 'Here alone', description: 'East', mode: 'Indexed' })
    const { id } = await az.call('policy', 'definition', 'show', '--name', 'here')
    const definitions = JSON.stringify([{ policyDefinitionId: id }, { policyDefinitionId: idle }])
    const set = await az.call('policy', 'set-definition', 'create', '--name', 'ours', '--definitions', definitions)
    expect(set.policyDefinitions).toHaveLength(2)
    expect(await az.call('policy', 'set-definition', 'show', '--name', 'ours')).toMatchObject({ id: set.id })
    expect(await az.call('policy', 'set-definition', 'list')).toMatchObject([{ name: 'ours' }])
    const titled = await az.call('policy', 'set-definition', 'update', '--name', 'ours', '--display-name', 'Ours')
    expect(titled).toMatchObject({ displayName: 'Ours', policyDefinitions: set.policyDefinitions })
    await az.call('policy', 'assignment', 'create', '--name', 'ours', '--policy-set-definition', 'ours')
    await expect(az.call('policy', 'set-definition', 'delete', '--name', 'ours')).rejects.toThrow(/in use/)
    await az.call('policy', 'assignment', 'delete', '--name', 'ours')
    await az.call('policy', 'set-definition', 'delete', '--name', 'ours')
    await az.call('policy', 'definition', 'delete', '--name', 'here')
  })

  async function createInstance(name: string) {
    const { endpoint, resourceGroup, workspace } = product.facts
    const group = `${subscription}/resourceGroups/${resourceGroup}`
    const url = `${endpoint}${group}/providers/${ml}/workspaces/${workspace}/computes/${name}?api-version=2024-10-01`
    const properties = { vmSize: 'Standard_A1_v2', createStopped: true }
    const body = { location: 'eastus', properties: { computeType: 'ComputeInstance', properties } }
    const made = await az.call(
      'rest',
      '--method',
      'put',
      '--url',
      url,
      '--resource',
      endpoint,
      '--body',
      JSON.stringify(body),
    )
    return made.properties.properties
  }
})
