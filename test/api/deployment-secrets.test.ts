// What a deployment is told in confidence is readable nowhere: not in what the API shows, not in the database, not in the log.

import { describe, expect, test } from 'vitest'
import { follow } from '../support/arm-steps.ts'
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

const secret = 'hunter2-is-not-to-be-seen'
const parameters = { password: { value: secret }, settings: { value: { inner: [secret] } } }
const declared = { password: { type: 'securestring' }, settings: { type: 'secureObject' } }
const outputs = { said: { type: 'securestring', value: "[parameters('password')]" } }

/** Everything the API shows of a deployment, and every row there is. */
async function seen(server: TestServer, name: string): Promise<string> {
  const paths = [
    deployments(server, name),
    deployments(server, ''),
    deployments(server, `${name}/operations`),
    deployments(server, `${name}/events`),
    `${group(server)}/resources?api-version=2021-04-01`,
    `${server.subscription}/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=eventTimestamp ge '2020-01-01T00:00:00Z'`,
  ]
  const shown = await Promise.all(paths.map(async (path) => (await server.call('GET', path)).body))
  const exported = (await server.call('POST', deployments(server, `${name}/exportTemplate`))).body
  const tables = ['resources', 'operations', 'audit', 'claims'] as const
  const rows = await Promise.all(tables.map((table) => server.db.selectFrom(table).selectAll().execute()))
  return JSON.stringify([shown, exported, rows])
}

describe('a secure parameter', () => {
  test('is used and shown by its type alone', async () => {
    await using server = await startWithGroup()
    const resources = [
      workspace("[if(equals(parameters('settings').inner[0], parameters('password')), 'right', 'wrong')]"),
    ]
    const put = await deploy(server, 'quiet', {
      template: template({ parameters: declared, resources, outputs }),
      parameters,
    })
    const { body } = await ended(server, 'quiet')
    expect(body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      parameters: { password: { type: 'SecureString' }, settings: { type: 'SecureObject' } },
      outputs: { said: { type: 'SecureString' } },
      outputResources: [{ id: expect.stringContaining('/right') }],
    })
    expect(body.properties.outputs.said).not.toHaveProperty('value')
    expect(JSON.stringify(put.body)).not.toContain(secret)
    expect(JSON.stringify((await follow(server, put)).body)).not.toContain(secret)
    expect(await seen(server, 'quiet')).not.toContain(secret)
  })

  test('is not repeated by what says that a resource was refused for it', async () => {
    await using server = await startWithGroup()
    const resources = [workspace("[concat(parameters('password'), '!')]")]
    const asked = { template: template({ parameters: declared, resources }), parameters }
    const checked = await server.call('POST', deployments(server, 'bad/validate'), {
      properties: { mode: 'Incremental', ...asked },
    })
    expect(checked).toMatchObject({ status: 400, body: { error: { code: 'InvalidTemplateDeployment' } } })
    expect(JSON.stringify(checked.body.error.details[0].message)).toContain('*******')
    await deploy(server, 'bad', asked)
    const { body } = await ended(server, 'bad')
    expect(body.properties.error.details[0].message).toContain('*******')
    expect(body.properties.error.message).not.toContain(secret)
  })

  test('handed to a deployment in this one stays what it is, and so does a template made of it', async () => {
    await using server = await startWithGroup()
    const inner = {
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2021-04-01',
      name: 'inner',
      properties: {
        mode: 'Incremental',
        // Evaluated out here: the value itself becomes part of the template.
        template: template({ variables: { word: "[parameters('password')]" }, resources: [workspace('ws1')] }),
      },
    }
    await deploy(server, 'outer', { template: template({ parameters: declared, resources: [inner] }), parameters })
    expect((await ended(server, 'outer')).body.properties.provisioningState).toBe('Succeeded')
    expect(await seen(server, 'inner')).not.toContain(secret)
    const exported = await server.call('POST', deployments(server, 'inner/exportTemplate'))
    expect(exported).toMatchObject({ status: 409, body: { error: { code: 'TemplateNotAvailable' } } })
    expect((await server.call('POST', deployments(server, 'outer/exportTemplate'))).status).toBe(200)
  })

  test('is masked in what-if', async () => {
    await using server = await startWithGroup()
    const resources = [workspace('ws1', { properties: { description: "[concat('of ', parameters('password'))]" } })]
    const asked = await server.call('POST', deployments(server, 'ask/whatIf'), {
      properties: { mode: 'Incremental', template: template({ parameters: declared, resources }), parameters },
    })
    const answer = await answered(server, asked)
    expect(answer.body.properties.changes).toMatchObject([
      { changeType: 'Create', after: { properties: { description: 'of *******' } } },
    ])
    expect(JSON.stringify(answer.body)).not.toContain(secret)
  })

  test('is kept to itself too where its value is made here, as a default', async () => {
    await using server = await startWithGroup()
    const made = { password: { type: 'securestring', defaultValue: '[newGuid()]' } }
    const inner = (scope: string, sections: object) => ({
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2021-04-01',
      name: `inner-${scope}`,
      properties: {
        mode: 'Incremental',
        expressionEvaluationOptions: { scope },
        template: template({ resources: [], ...sections }),
      },
    })
    const described = (name: string) =>
      workspace(name, { properties: { description: "[concat('of ', parameters('password'))]" } })
    const sections = {
      parameters: made,
      resources: [
        described('ws1'),
        inner('outer', { variables: { word: "[parameters('password')]" } }),
        inner('inner', { parameters: made, resources: [described('ws2')] }),
      ],
    }
    const asked = await server.call('POST', deployments(server, 'ask/whatIf'), {
      properties: { mode: 'Incremental', template: template(sections) },
    })
    const answer = await answered(server, asked)
    expect(answer.status).toBe(200)
    const descriptions = answer.body.properties.changes.map(
      ({ after }: { after: { properties: object } }) => after.properties,
    )
    expect(descriptions).toEqual([{ description: 'of *******' }, { description: 'of *******' }])
    await deploy(server, 'made', { template: template(sections) })
    expect((await ended(server, 'made')).body.properties.provisioningState).toBe('Succeeded')
    const exported = await server.call('POST', deployments(server, 'inner-outer/exportTemplate'))
    expect(exported).toMatchObject({ status: 409, body: { error: { code: 'TemplateNotAvailable' } } })
  })

  test('holds a thousand values at most: each is looked for in all that is shown', async () => {
    await using server = await startWithGroup()
    const checked = (count: number) => {
      const all = Array.from({ length: count }, (_, index) => `value ${index}`)
      const properties = {
        mode: 'Incremental',
        template: template({ parameters: { settings: { type: 'secureObject' } }, resources: [] }),
        parameters: { settings: { value: { all } } },
      }
      return server.call('POST', deployments(server, 'many/validate'), { properties })
    }
    expect((await checked(1000)).status).toBe(200)
    expect(await checked(1001)).toMatchObject({ status: 400, body: { error: { code: 'InvalidTemplate' } } })
  })

  test('outlives the end of the process, in the row of the deployment, sealed', async () => {
    await using server = await startWithGroup()
    await deploy(server, 'kept', {
      template: template({ parameters: declared, resources: [workspace("[parameters('password')]")] }),
      parameters: { ...parameters, password: { value: 'fine-name' } },
    })
    const row = await server.store.get(`${group(server)}/providers/microsoft.resources/deployments/kept`.toLowerCase())
    expect(row?.desired).toMatchObject({
      parameters: { password: { type: 'SecureString', kept: { sealed: expect.stringMatching(/^v1\./) } } },
    })
    expect((await ended(server, 'kept')).body.properties.provisioningState).toBe('Succeeded')
  })
})

test('a key that is handed to a deployment in this one is kept sealed there', async () => {
  await using server = await startWithGroup()
  const account = {
    type: 'Microsoft.Storage/storageAccounts',
    ...{ apiVersion: '2019-06-01', name: 'keptkeys1', location: 'eastus', kind: 'StorageV2' },
    ...{ sku: { name: 'Standard_LRS' }, properties: {} },
  }
  const inner = {
    type: 'Microsoft.Resources/deployments',
    ...{ apiVersion: '2021-04-01', name: 'inner', dependsOn: ['keptkeys1'] },
    properties: {
      mode: 'Incremental',
      template: template({ variables: { key: "[listKeys('keptkeys1', '2019-06-01').keys[0].value]" }, resources: [] }),
    },
  }
  await deploy(server, 'outer', { template: template({ resources: [account, inner] }) })
  expect((await ended(server, 'outer')).body.properties.provisioningState).toBe('Succeeded')
  const id = `${group(server)}/providers/Microsoft.Storage/storageAccounts/keptkeys1`
  const { body } = await server.call('POST', `${id}/listKeys?api-version=2019-06-01`)
  expect(body.keys[0].value).toMatch(/.{40}/)
  const rows = await server.db.selectFrom('resources').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(body.keys[0].value)
  const exported = await server.call('POST', deployments(server, 'inner/exportTemplate'))
  expect(exported).toMatchObject({ status: 409, body: { error: { code: 'TemplateNotAvailable' } } })
})

describe('the query of a link', () => {
  test('is a signature, perhaps: it is shown nowhere', async () => {
    const { createServer } = await import('node:http')
    const content = JSON.stringify(template({ resources: [] }))
    const asked: string[] = []
    const files = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end(content)
    })
    await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve))
    const { port } = files.address() as { port: number }
    await using server = await startWithGroup({
      configured: { templateLinks: { mirrors: [], allowsHttp: true, allowsPrivate: true } },
    })
    const uri = `http://127.0.0.1:${port}/t.json?sig=${secret}`
    await deploy(server, 'linked', { templateLink: { uri } })
    await deploy(server, 'queried', { templateLink: { uri: uri.split('?')[0], queryString: `sig=${secret}` } })
    await ended(server, 'queried')
    expect(asked).toEqual([`/t.json?sig=${secret}`, `/t.json?sig=${secret}`])
    expect(await seen(server, 'linked')).not.toContain(secret)
    expect(await seen(server, 'queried')).not.toContain(secret)
    files.close()
  })
})
