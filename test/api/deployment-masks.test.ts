// What says that a deployment failed repeats no value it was told in confidence: not through a policy, not cut short, not out
// of a deployment in another.

import { expect, test } from 'vitest'
import {
  answered,
  deploy,
  deployments,
  ended,
  group,
  startWithGroup,
  template,
  workspace,
} from '../support/deployment-steps.ts'
import type { TestServer } from '../support/harness.ts'
import { assign, define, ruleOf } from '../support/policies.ts'

const secret = 'Hunter2-is-not-to-be-seen'
const declared = { password: { type: 'securestring' } }
const parameters = { password: { value: secret } }
const password = "[parameters('password')]"

test('a policy that refuses a resource says what it saw without the secret, in the activity log too', async () => {
  await using server = await startWithGroup()
  const readsTag = ruleOf({ value: "[createObject('a', 1)[field('tags.key')]]", equals: 1 }, 'deny')
  await assign(server, await define(server, 'reads', readsTag), { name: 'reads' })
  const sees = ruleOf({ field: 'tags.key', like: '*not-to-be-seen' }, 'deny')
  await assign(server, await define(server, 'sees', sees), { name: 'sees' })
  const resources = [workspace('ws1', { tags: { key: password } })]
  await deploy(server, 'refused', { template: template({ parameters: declared, resources }), parameters })
  const failed = (await ended(server, 'refused')).body.properties
  expect(JSON.stringify(failed.error)).toContain('RequestDisallowedByPolicy')
  const all = await seen(server, 'refused')
  expect(all).toContain('Refused by')
  expect(all).toContain('*******')
  expect(all).not.toContain(secret)
})

test('a value that is repeated only in part, in other letters or in quotes, is masked all the same', async () => {
  await using server = await startWithGroup()
  const long = `${secret} "${'x'.repeat(200)}"`
  const resources = [workspace('ws1', { kind: password })]
  await deploy(server, 'long', {
    template: template({ parameters: declared, resources }),
    parameters: { password: { value: long } },
  })
  const { error } = (await ended(server, 'long')).body.properties
  expect(JSON.stringify(error)).toContain('*******')
  const shown = await seen(server, 'long')
  expect(shown.toLowerCase()).not.toContain(secret.toLowerCase())
})

test.each([
  ['as part of its template', false],
  ['as a parameter that is no secret there', true],
])('a deployment in another that was handed a secret %s does not repeat it', async (_how, given) => {
  await using server = await startWithGroup()
  const kind = given ? "[parameters('plain')]" : password
  const options = given ? { expressionEvaluationOptions: { scope: 'inner' } } : {}
  const inner = {
    ...{ type: 'Microsoft.Resources/deployments', apiVersion: '2021-04-01', name: 'inner' },
    properties: {
      ...{ mode: 'Incremental', ...options },
      ...(given ? { parameters: { plain: { value: password } } } : {}),
      template: template({
        ...(given ? { parameters: { plain: { type: 'string' } } } : {}),
        resources: [workspace('ws1', { kind })],
      }),
    },
  }
  const asked = { template: template({ parameters: declared, resources: [inner] }), parameters }
  for (const question of ['validate', 'whatIf']) {
    const first = await server.call('POST', deployments(server, `outer/${question}`), {
      properties: { mode: 'Incremental', ...asked },
    })
    const answer = question === 'validate' ? first : await answered(server, first)
    expect(JSON.stringify(answer.body)).toContain('*******')
    expect(JSON.stringify(answer.body)).not.toContain(secret)
  }
  await deploy(server, 'outer', asked)
  const { properties } = (await ended(server, 'outer')).body
  expect([properties.provisioningState, JSON.stringify(properties.error)]).toEqual([
    'Failed',
    expect.stringContaining('*******'),
  ])
  expect(await seen(server, 'inner')).toContain('*******')
  expect((await seen(server, 'inner')) + (await seen(server, 'outer'))).not.toContain(secret)
})

test('a key that a template asked for is not repeated by what refuses it, in the deployment or in one within', async () => {
  await using server = await startWithGroup()
  const account = {
    ...{ type: 'Microsoft.Storage/storageAccounts', apiVersion: '2019-06-01', name: 'askedkeys1' },
    ...{ location: 'eastus', kind: 'StorageV2', sku: { name: 'Standard_LRS' }, properties: {} },
  }
  const kind = "[concat('key ', listKeys('askedkeys1', '2019-06-01').keys[0].value)]"
  const inner = {
    ...{ type: 'Microsoft.Resources/deployments', apiVersion: '2021-04-01', name: 'inner', dependsOn: ['askedkeys1'] },
    properties: { mode: 'Incremental', template: template({ resources: [workspace('ws2', { kind })] }) },
  }
  const resources = [account, workspace('ws1', { kind, dependsOn: ['askedkeys1'] }), inner]
  await deploy(server, 'asks', { template: template({ resources }) })
  expect((await ended(server, 'asks')).body.properties.provisioningState).toBe('Failed')
  const id = `${group(server)}/providers/Microsoft.Storage/storageAccounts/askedkeys1`
  const { body } = await server.call('POST', `${id}/listKeys?api-version=2019-06-01`)
  const all = (await seen(server, 'asks')) + (await seen(server, 'inner'))
  expect(all).toContain('key *******')
  expect(all).not.toContain(body.keys[0].value.slice(0, 20))
})

test('what is made of a secret is shown without it: defaults of other parameters', async () => {
  await using server = await startWithGroup()
  const sections = {
    parameters: { ...declared, login: { type: 'string', defaultValue: "[concat('ana:', parameters('password'))]" } },
    resources: [workspace('ws1', { tags: { login: "[string(equals(parameters('login'), 'ana:x'))]" } })],
  }
  const put = await deploy(server, 'made', { template: template(sections), parameters })
  expect(put.body.properties.parameters.login).toEqual({ type: 'String', value: 'ana:*******' })
  await ended(server, 'made')
  expect(await seen(server, 'made')).not.toContain(secret)
})

test('a template that cannot be read for the value it was given does not say the value', async () => {
  await using server = await startWithGroup()
  const variables = { count: "[createObject('a', 1)[parameters('password')]]" }
  const sections = { parameters: declared, variables, resources: [workspace("[concat('ws', variables('count'))]")] }
  const put = await deploy(server, 'unread', { template: template(sections), parameters })
  expect(put).toMatchObject({ status: 400, body: { error: { code: 'InvalidTemplate' } } })
  expect(put.body.error.message).toContain('*******')
  expect(JSON.stringify(put.body)).not.toContain(secret)
})

/** Everything the API shows of a deployment, and every row there is. */
async function seen(server: TestServer, name: string): Promise<string> {
  const paths = [
    deployments(server, name),
    deployments(server, ''),
    deployments(server, `${name}/operations`),
    deployments(server, `${name}/events`),
    `${server.subscription}/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=eventTimestamp ge '2020-01-01T00:00:00Z'`,
  ]
  const shown = await Promise.all(paths.map(async (path) => (await server.call('GET', path)).body))
  const tables = ['resources', 'operations', 'audit', 'claims'] as const
  const rows = await Promise.all(tables.map((table) => server.db.selectFrom(table).selectAll().execute()))
  return JSON.stringify([shown, rows])
}
