// Azure's own npm package for policy, unmodified, against the running product on Docker.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stopAtTen } from '../support/policies.ts'
import { type Product, startProduct } from '../support/product.ts'
import { type NpmClients, startNpmClients } from './npm/start-npm-clients.ts'

const idle = '679ddf89-ab8f-48a5-9029-e76054077449'

let product: Product
let npm: NpmClients
let place: { group: string; workspace: string }
let subscription: string
let scope: string

beforeAll(async () => {
  product = await startProduct()
  npm = startNpmClients(product.facts)
  const { subscriptionId, resourceGroup, workspace } = product.facts
  place = { group: resourceGroup, workspace }
  subscription = `/subscriptions/${subscriptionId}`
  scope = `${subscription}/resourceGroups/${resourceGroup}`
})
afterAll(async () => {
  await npm?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

const instance = {
  location: 'eastus',
  properties: { computeType: 'ComputeInstance' as const, properties: { vmSize: 'Standard_A1_v2' } },
}

describe('@azure/arm-policy', () => {
  test('CI-61: the sample of the documents, assigned to a group', async () => {
    const made = await npm.call('putPolicy', 'stop-at-ten', { ...stopAtTen, displayName: 'Stop at ten' })
    expect(made).toMatchObject({ name: 'stop-at-ten', policyType: 'Custom', policyRule: stopAtTen.policyRule })
    expect(await npm.call('getPolicy', 'stop-at-ten')).toEqual(made)
    expect(await npm.call('listPolicies', "policyType eq 'Custom'")).toEqual([made])
    const assigned = await npm.call('assignPolicy', scope, 'ten', { policyDefinitionId: made.id ?? '' })
    expect(assigned).toMatchObject({ name: 'ten', scope, enforcementMode: 'Default' })
    expect(await npm.call('getPolicyAssignment', scope, 'ten')).toEqual(assigned)
    expect(await npm.call('listPolicyAssignmentsOf', place.group)).toEqual([assigned])
    const created = await npm.call('createCompute', place, 'policy-npm', instance)
    expect(created.properties).toMatchObject({
      properties: { schedules: { computeStartStop: [{ action: 'Stop', cron: { expression: '0 22 * * *' } }] } },
    })
    await npm.call('deletePolicyAssignment', scope, 'ten')
    await npm.call('deletePolicy', 'stop-at-ten')
    await expect(npm.call('getPolicy', 'stop-at-ten')).rejects.toMatchObject({
      refusal: { statusCode: 404, code: 'PolicyDefinitionNotFound' },
    })
  })

  test('CI-61: a built-in definition in a set refuses what it denies', async () => {
    const builtIn = await npm.call('getBuiltInPolicy', idle)
    expect((await npm.call('listBuiltInPolicies')).map(({ name }) => name)).toContain(idle)
    const set = await npm.call('putPolicySet', 'ours', {
      policyDefinitions: [{ policyDefinitionId: builtIn.id ?? '', parameters: { effect: { value: 'Deny' } } }],
    })
    expect(await npm.call('listPolicySets')).toEqual([set])
    await npm.call('assignPolicy', subscription, 'ours', { policyDefinitionId: set.id ?? '' })
    expect(await npm.call('listPolicyAssignments')).toMatchObject([{ name: 'ours' }])
    await expect(npm.call('createCompute', place, 'policy-no', instance)).rejects.toMatchObject({
      refusal: { statusCode: 403, code: 'RequestDisallowedByPolicy' },
    })
    await npm.call('deletePolicyAssignment', subscription, 'ours')
    await npm.call('deletePolicySet', 'ours')
  })
})
