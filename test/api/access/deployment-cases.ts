// Operations of deployments, with the actions Microsoft documents for them.

import type { TestServer } from '../../support/harness.ts'
import type { AccessCase } from './cases.ts'

const type = 'Microsoft.Resources/deployments'
const subscription = '/subscriptions/{subscription}'
const group = `${subscription}/resourceGroups/{group}`
const list = `${group}/providers/${type}`
const item = `${list}/{deployment}`
const body = {
  properties: {
    mode: 'Incremental',
    template: { $schema: 'https://schema/deploymentTemplate.json#', contentVersion: '1.0.0.0', resources: [] },
  },
}

const read = { from: 'reader', ok: 200 } as const
const change = { from: 'contributor', ok: 200 } as const

export const deploymentCases: readonly AccessCase[] = [
  { ...read, operation: `LIST ${type}`, path: list, scope: group, action: `${type}/read` },
  { ...read, operation: `GET ${type}`, path: item, action: `${type}/read` },
  { ...read, operation: `HEAD ${type}`, path: item, action: `${type}/read`, ok: 204 },
  {
    ...read,
    operation: `GET events ${type}`,
    path: `${item}/events`,
    scope: item,
    action: `${type}/read`,
    described: null,
  },
  { ...change, operation: `PUT ${type}`, path: `${list}/{newDeployment}`, action: `${type}/write`, ok: 201, body },
  { ...change, operation: `DELETE ${type}`, path: `${list}/{victimDeployment}`, action: `${type}/delete`, ok: 202 },
  // It has ended: those who may cancel it are told so.
  action('cancel', { operation: `POST cancel ${type}`, ok: 409 }),
  action('exportTemplate', { operation: `POST exportTemplate ${type}` }),
  action('validate', { operation: `POST collection ${type}/validate`, body }),
  action('whatIf', { operation: `POST collection ${type}/whatIf`, body, ok: 202 }),
  {
    ...read,
    operation: `GET collection ${type}/operations`,
    path: `${item}/operations`,
    scope: item,
    action: `${type}/operations/read`,
    described: `${group}/deployments/{name}/operations`,
  },
  // There is none: those who may read are told so.
  {
    ...read,
    operation: `GET resource ${type}/operations`,
    path: `${item}/operations/0`,
    action: `${type}/operations/read`,
    ok: 404,
    described: `${group}/deployments/{name}/operations/{id}`,
  },
  // Whose the answer is, he alone gets it.
  ...['whatIfResults', 'whatIfStatuses'].map(
    (name): AccessCase => ({
      operation: `GET resource ${type}/${name}`,
      path: `${item}/${name}/none`,
      action: undefined,
      from: 'nobody',
      ok: 404,
      described: null,
    }),
  ),
  {
    operation: 'POST collection Microsoft.Resources/calculateTemplateHash',
    path: '/providers/Microsoft.Resources/calculateTemplateHash',
    action: undefined,
    from: 'nobody',
    ok: 200,
    body: body.properties.template,
  },
]

function action(name: string, more: Partial<AccessCase> & Pick<AccessCase, 'operation'>): AccessCase {
  return { ...change, path: `${item}/${name}`, scope: item, action: `${type}/${name}/action`, ...more }
}

/** Two deployments that make nothing, one of them to be deleted. The caller turns the loop. */
export async function makeDeployments(server: TestServer, who: string): Promise<Record<string, string>> {
  const names = { deployment: `kept-${who}`, victimDeployment: `freed-${who}` }
  for (const name of Object.values(names)) {
    const path = `${server.subscription}/resourceGroups/lab/providers/${type}/${name}?api-version=2021-04-01`
    const { status } = await server.call('PUT', path, body)
    if (status !== 201) throw new Error(`no deployment: ${status}`)
  }
  return { ...names, newDeployment: `by-${who}` }
}
