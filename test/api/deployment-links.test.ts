// Templates and parameters that the server fetches, and deployments in one another that do.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  deploy,
  deployments,
  ended,
  startWithGroup,
  statusOf,
  template,
  workspace,
  workspaceId,
} from '../support/deployment-steps.ts'

let folder: string
const root = 'https://templates.example/lab'
const type = 'Microsoft.Resources/deployments'
const linked = (name: string, properties: object) => ({
  type,
  apiVersion: '2021-04-01',
  name,
  properties: { mode: 'Incremental', ...properties },
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-links-'))
  const leaf = template({
    parameters: { name: { type: 'string' } },
    resources: [workspace("[parameters('name')]")],
    outputs: { made: { type: 'string', value: "[parameters('name')]" } },
  })
  const parent = template({
    resources: [
      linked('leaf', { templateLink: { relativePath: 'parts/leaf.json' }, parameters: { name: { value: 'by-path' } } }),
    ],
    outputs: { made: { type: 'string', value: "[reference('leaf').outputs.made.value]" } },
  })
  const endless = template({
    resources: [linked("[concat(deployment().name, 'x')]", { templateLink: { uri: `${root}/endless.json` } })],
  })
  const parameters = { contentVersion: '2.0.0.0', parameters: { name: { value: 'by-file' } } }
  const { mkdir } = await import('node:fs/promises')
  await mkdir(join(folder, 'parts'))
  await writeFile(join(folder, 'parts/leaf.json'), `/* a comment */ ${JSON.stringify(leaf)}`)
  await writeFile(join(folder, 'parent.json'), JSON.stringify(parent))
  await writeFile(join(folder, 'endless.json'), JSON.stringify(endless))
  await writeFile(join(folder, 'parameters.json'), JSON.stringify(parameters))
  await writeFile(join(folder, 'broken.json'), '{"resources": [')
})
afterAll(() => rm(folder, { recursive: true }))

const start = () =>
  startWithGroup({
    configured: {
      templateLinks: { mirrors: [{ prefix: `${root}/`, to: folder }], allowsHttp: false, allowsPrivate: false },
    },
  })

describe('a link', () => {
  test('to a template and to its parameters', async () => {
    await using server = await start()
    const properties = {
      templateLink: { uri: `${root}/parts/leaf.json`, contentVersion: '1.0.0.0' },
      parametersLink: { uri: `${root}/parameters.json` },
    }
    await deploy(server, 'linked', properties)
    expect((await ended(server, 'linked')).body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      templateLink: { uri: `${root}/parts/leaf.json`, contentVersion: '1.0.0.0' },
      parametersLink: { uri: `${root}/parameters.json` },
      outputs: { made: { value: 'by-file' } },
    })
  })

  test('of a template in another goes on from where that one came from', async () => {
    await using server = await start()
    await deploy(server, 'parent', { templateLink: { uri: `${root}/parent.json` } })
    expect((await ended(server, 'parent')).body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      outputs: { made: { value: 'by-path' } },
    })
    expect(await statusOf(server, workspaceId(server, 'by-path'))).toBe(200)
  })

  test.each<[string, object, RegExp]>([
    ['that is not there', { uri: `${root}/none.json` }, /has no such file/],
    ['that is broken', { uri: `${root}/broken.json` }, /not valid JSON/],
    [
      'with another content version',
      { uri: `${root}/parent.json`, contentVersion: '9.9.9.9' },
      /content version is '1.0.0.0'/,
    ],
    ['without an address', { contentVersion: '1.0.0.0' }, /needs a 'uri'/],
    ['to this machine', { uri: 'https://127.0.0.1:8443/x' }, /not on the public internet/],
    ['to where clouds keep credentials', { uri: 'http://169.254.169.254/x' }, /only addresses with https/],
  ])('%s is refused', async (_name, templateLink, message) => {
    await using server = await start()
    const answer = await deploy(server, 'refused', { templateLink })
    expect(answer.status).toBe(400)
    expect(answer.body.error.message).toMatch(message)
    const checked = await server.call('POST', deployments(server, 'refused/validate'), {
      properties: { mode: 'Incremental', templateLink },
    })
    expect(checked.status).toBe(400)
  })

  test('to itself comes to an end', async () => {
    await using server = await start()
    await deploy(server, 'e', { templateLink: { uri: `${root}/endless.json` } })
    expect(JSON.stringify((await ended(server, 'e')).body.properties.error)).toContain('more than 8 levels deep')
  })
})

test('loops of deployments that hold loops of deployments are bounded together, when asked about and when deployed', async () => {
  await using server = await start()
  const loop = (name: string, inner: object) => ({
    type,
    ...{ apiVersion: '2021-04-01', name, copy: { name: 'each', count: 80 } },
    properties: { mode: 'Incremental', expressionEvaluationOptions: { scope: 'inner' }, template: inner },
  })
  const innermost = template({ resources: [loop("[concat('b', copyIndex())]", template({ resources: [] }))] })
  const asked = { template: template({ resources: [loop("[concat('a', copyIndex())]", innermost)] }) }
  const checked = await server.call('POST', deployments(server, 'many/validate'), {
    properties: { mode: 'Incremental', ...asked },
  })
  expect(checked).toMatchObject({ status: 400, body: { error: { code: 'InvalidTemplateDeployment' } } })
  expect(checked.body.error.message).toContain('at most 5000 resources together')
  await deploy(server, 'many', asked)
  expect(JSON.stringify((await ended(server, 'many')).body.properties.error)).toContain('61 are left for this one')
  expect((await server.call('GET', deployments(server, 'b0'))).status).toBe(404)
})
