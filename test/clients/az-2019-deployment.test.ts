// Deployments with the Azure command line of June 2019, unmodified, against the running product: `group deployment`.

import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import type { Az } from './az/open-az.ts'
import { openAz2019 } from './az-2019/open-az-2019.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'

const python = findPython('azure-cli 2.0.67', ['3.6'])
const quickstart = join(import.meta.dirname, '../../../shared/specs/templates/compute-instance')
const template = {
  $schema: 'https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { name: { type: 'string' } },
  resources: [
    {
      type: 'Microsoft.MachineLearningServices/workspaces',
      apiVersion: '2020-03-01',
      name: "[parameters('name')]",
      location: '[resourceGroup().location]',
      properties: {},
    },
  ],
  outputs: { name: { type: 'string', value: "[parameters('name')]" } },
}

describe.skipIf(python === undefined)('az 2.0.67 group deployment', () => {
  let product: Product
  let az: Az
  let folder: string
  let place: readonly string[]
  const server = createServer((_request, response) => response.end(JSON.stringify(template)))

  beforeAll(async () => {
    const installed = await installClient('az-2019', python ?? '')
    folder = await mkdtemp(join(tmpdir(), 'carrel-templates-'))
    await writeFile(join(folder, 'template.json'), JSON.stringify(template))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    product = await startProduct(['--no-instance', '--private-templates'])
    az = await openAz2019(installed, product, 'registered')
    await az.signIn()
    place = ['--resource-group', product.facts.resourceGroup]
  })
  afterAll(async () => {
    await az?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
    server.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('validates, creates, shows, lists and deletes by a file', async () => {
    const given = ['--template-file', join(folder, 'template.json'), '--parameters', 'name=made-in-2019']
    expect(await az.call('group', 'deployment', 'validate', ...place, ...given)).toMatchObject({
      properties: { provisioningState: 'Succeeded' },
    })
    expect(await az.call('group', 'deployment', 'create', '--name', 'old', ...place, ...given)).toMatchObject({
      name: 'old',
      properties: { provisioningState: 'Succeeded', outputs: { name: { value: 'made-in-2019' } } },
    })
    expect(await az.call('group', 'deployment', 'show', '--name', 'old', ...place)).toMatchObject({ name: 'old' })
    expect(await az.call('group', 'deployment', 'list', ...place)).toMatchObject([{ name: 'old' }])
    expect(await az.call('group', 'deployment', 'operation', 'list', '--name', 'old', ...place)).toMatchObject([
      { properties: { provisioningState: 'Succeeded', targetResource: { resourceName: 'made-in-2019' } } },
    ])
    expect(await az.call('group', 'deployment', 'export', '--name', 'old', ...place)).toMatchObject({
      contentVersion: '1.0.0.0',
    })
    await az.call('group', 'deployment', 'delete', '--name', 'old', ...place)
    expect(await az.call('group', 'deployment', 'list', ...place)).toEqual([])
  })

  test('creates by an address that the server fetches', async () => {
    const { port } = server.address() as AddressInfo
    const uri = `http://127.0.0.1:${port}/template.json`
    const given = ['--template-uri', uri, '--parameters', 'name=linked-in-2019']
    expect(await az.call('group', 'deployment', 'create', '--name', 'linked', ...place, ...given)).toMatchObject({
      properties: { provisioningState: 'Succeeded', templateLink: { uri } },
    })
  })

  test('says what failed', async () => {
    const given = ['--template-file', join(folder, 'template.json'), '--parameters', 'name=x']
    await expect(az.call('group', 'deployment', 'create', '--name', 'bad', ...place, ...given)).rejects.toThrow(
      /The workspace name 'x' is not valid/,
    )
  })

  test.skipIf(!existsSync(quickstart))(
    'CI-26, CI-56, CI-57: the quickstart of a compute instance deploys unmodified',
    async () => {
      const file = join(quickstart, 'azuredeploy.parameters.json')
      const { parameters } = JSON.parse(await readFile(file, 'utf8'))
      const schedules = join(folder, 'schedules.json')
      await writeFile(schedules, JSON.stringify({ schedules: parameters.schedules }))
      const { workspace, admin } = product.facts
      const made = await az.call(
        ...['group', 'deployment', 'create', '--name', 'instance', ...place],
        ...['--template-file', join(quickstart, 'azuredeploy.json'), '--parameters', `@${schedules}`],
        ...['--parameters', `workspaceName=${workspace}`, 'computeName=in-2019', `objectId=${admin.objectId}`],
        ...['vmSize=Standard_DS1_v2'],
      )
      expect(made).toMatchObject({ properties: { provisioningState: 'Succeeded' } })
      const path = `${product.computeId('in-2019')}?api-version=2022-10-01`
      expect(await product.client.call('GET', path)).toMatchObject({ properties: { properties: { state: 'Running' } } })
    },
  )
})
