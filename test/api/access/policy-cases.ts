// Policies: what they are made of is the Owner's to write, Contributors and Readers see it, and states are for whoever
// reads the scope.

import type { TestServer } from '../../support/harness.ts'
import { assign, define, ruleOf } from '../../support/policies.ts'
import type { AccessCase } from './cases.ts'

const subscription = '/subscriptions/{subscription}'
const authorization = `${subscription}/providers/Microsoft.Authorization`
const group = `${subscription}/resourceGroups/{group}`
const definition = 'Microsoft.Authorization/policyDefinitions'
const set = 'Microsoft.Authorization/policySetDefinitions'
const assignment = 'Microsoft.Authorization/policyAssignments'
const exemption = 'Microsoft.Authorization/policyExemptions'
const states = `${subscription}/providers/Microsoft.PolicyInsights/policyStates/latest`

const policyDefinitionId = `${authorization}/policyDefinitions/{policy}`
const audit = ruleOf({ field: 'name', equals: 'nothing is called so' }, 'audit')

interface Kind {
  readonly type: string
  readonly place: string
  readonly name: string
  readonly body: object
  readonly described?: string | null
  /** Lists and items are read by endpoints. */
  readonly isReadByEndpoint: boolean
  readonly ok?: number
}

function casesOf({ type, place, name, body, described, isReadByEndpoint, ok = 201 }: Kind): AccessCase[] {
  const list = `${place}/providers/${type}`
  const item = `${list}/{${name}}`
  const more = described === undefined ? {} : { described }
  const asList = typeof described === 'string' ? {} : more
  const reads = { action: `${type}/read`, from: 'reader', ok: 200 } as const
  const writes = { from: 'owner', ...more } as const
  const own: AccessCase[] = isReadByEndpoint
    ? [{ ...reads, operation: `GET resource ${type}`, path: item, ...more }]
    : [
        { ...reads, operation: `GET ${type}`, path: item, ...more },
        { ...reads, operation: `HEAD ${type}`, path: item, ok: 204, described: null },
        { ...reads, operation: `GET events ${type}`, path: `${item}/events`, scope: item, described: null },
      ]
  return [
    ...own,
    { ...reads, operation: `GET collection ${type}`, path: list, scope: place, ...asList },
    { ...writes, operation: `PUT ${type}`, path: `${list}/{newPolicy}`, action: `${type}/write`, ok, body },
    { ...writes, operation: `DELETE ${type}`, path: `${list}/{${name}Victim}`, action: `${type}/delete`, ok: 200 },
  ]
}

export const policyCases: readonly AccessCase[] = [
  ...casesOf({
    type: definition,
    place: subscription,
    name: 'policy',
    body: { properties: audit },
    isReadByEndpoint: true,
  }),
  ...casesOf({
    ...{ type: set, place: subscription, name: 'policySet', isReadByEndpoint: true, described: null },
    body: { properties: { policyDefinitions: [{ policyDefinitionId }] } },
  }),
  ...casesOf({
    ...{ type: assignment, place: group, name: 'policyAssignment', isReadByEndpoint: false },
    body: { properties: { policyDefinitionId } },
    described: `/{scope}/providers/${assignment}/{name}`,
  }),
  ...casesOf({
    ...{ type: exemption, place: group, name: 'policyExemption', isReadByEndpoint: false, described: null },
    body: {
      properties: {
        policyAssignmentId: `${group}/providers/${assignment}/{policyAssignment}`,
        exemptionCategory: 'Waiver',
      },
    },
  }),
  ...(['queryResults', 'summarize'] as const).map(
    (what): AccessCase => ({
      ...{ operation: `POST collection Microsoft.PolicyInsights/policyStates/${what}`, path: `${states}/${what}` },
      ...{ action: `Microsoft.PolicyInsights/policyStates/${what}/read`, scope: states },
      ...{ from: 'reader', ok: 200, described: null },
    }),
  ),
  {
    ...{ operation: 'POST collection Microsoft.PolicyInsights/policyStates/triggerEvaluation' },
    ...{ path: `${states}/triggerEvaluation`, scope: states },
    ...{ action: 'Microsoft.PolicyInsights/policyStates/triggerEvaluation/action' },
    ...{ from: 'contributor', ok: 200, described: null },
  },
]

/** Names for them. */
export async function makePolicies(server: TestServer, who: string): Promise<Record<string, string>> {
  const names = { policy: `policy-${who}`, policyVictim: `freed-${who}` }
  for (const name of Object.values(names)) await define(server, name, audit)
  const id = `${server.subscription}/providers/${definition}/${names.policy}`
  const more = { policySet: `set-${who}`, policySetVictim: `freed-${who}` }
  for (const name of Object.values(more)) {
    const path = `${server.subscription}/providers/${set}/${name}?api-version=2023-04-01`
    await server.call('PUT', path, { properties: { policyDefinitions: [{ policyDefinitionId: id }] } })
  }
  const scope = `${server.subscription}/resourceGroups/lab`
  const assigned = { policyAssignment: `assigned-${who}`, policyAssignmentVictim: `freed-${who}` }
  for (const name of Object.values(assigned)) await assign(server, id, { scope, name })
  const exempted = { policyExemption: `exempt-${who}`, policyExemptionVictim: `freed-${who}` }
  const policyAssignmentId = `${scope}/providers/${assignment}/${assigned.policyAssignment}`
  for (const name of Object.values(exempted)) {
    const path = `${scope}/providers/${exemption}/${name}?api-version=2022-07-01-preview`
    await server.call('PUT', path, { properties: { policyAssignmentId, exemptionCategory: 'Waiver' } })
  }
  return { newPolicy: `by-${who}`, ...names, ...more, ...assigned, ...exempted }
}
