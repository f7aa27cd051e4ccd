// Deployments with the current Azure command line, unmodified, against the running product on Docker.

import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTolerantJson } from '../../src/base/tolerant-json.ts'
import { runCarrel } from '../support/carrel-command.ts'
import { type Product, startProduct } from '../support/product.ts'
import { azOfProduct } from './az/az-of-product.ts'
import { findPython } from './az/find-python.ts'
import type { Az } from './az/open-az.ts'

const python = findPython()
const templates = join(import.meta.dirname, '../../../shared/specs/templates')

/** With what the command line sends on as it is: comments, and an expression over two lines. */
const commented = `{
  // a comment
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0", /* and
  another */
  "parameters": {
    "name": { "type": "string" },
    "secret": { "type": "securestring" }
  },
  "resources": [
    {
      "type": "Microsoft.MachineLearningServices/workspaces",
      "apiVersion": "2023-04-01",
      "name": "[concat(parameters('name'),
         '-ws')]",
      "location": "[resourceGroup().location]",
      "properties": { "friendlyName": "made by a template" }
    }
  ],
  "outputs": { "id": { "type": "string", "value": "[resourceId('Microsoft.MachineLearningServices/workspaces', concat(parameters('name'), '-ws'))]" } }
}`

/** Without what is not JSON: the command line reads it itself before it sends the address. */
const plain = JSON.stringify(parseTolerantJson(commented))

const storedScript = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: {
    name: { type: 'string' },
    'creationScript.location': { type: 'string' },
    'creationScript.cmdArguments': { type: 'string' },
  },
  resources: [
    {
      type: 'Microsoft.MachineLearningServices/workspaces/computes',
      apiVersion: '2021-07-01',
      name: "[parameters('name')]",
      location: '[resourceGroup().location]',
      properties: {
        computeType: 'ComputeInstance',
        properties: {
          vmSize: 'Standard_DS1_v2',
          setupScripts: {
            scripts: {
              creationScript: {
                scriptSource: 'workspaceStorage',
                scriptData: "[parameters('creationScript.location')]",
                scriptArguments: "[parameters('creationScript.cmdArguments')]",
              },
            },
          },
        },
      },
    },
  ],
}

function withoutScript(name: string) {
  const properties = { computeType: 'ComputeInstance', properties: { vmSize: 'Standard_DS1_v2' } }
  const [first] = storedScript.resources
  return { ...storedScript, parameters: {}, resources: [{ ...first, name, properties }] }
}

const subscriptionTemplate = {
  $schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  resources: [
    {
      type: 'Microsoft.Resources/resourceGroups',
      apiVersion: '2021-04-01',
      name: 'by-template',
      location: 'eastus',
      properties: {},
    },
  ],
}

describe.skipIf(python === undefined)('az deployment', () => {
  let product: Product
  let az: Az
  let folder: string
  let file: string
  let place: readonly string[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carrel-templates-'))
    file = join(folder, 'commented.json')
    await writeFile(file, commented)
    await writeFile(join(folder, 'subscription.json'), JSON.stringify(subscriptionTemplate))
    product = await startProduct(['--no-instance', '--private-templates'])
    az = await azOfProduct(python, product.facts)
    place = ['--resource-group', product.facts.resourceGroup]
  })
  afterAll(async () => {
    await az?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test('validates, foresees, creates, shows and lists what a file with comments says', async () => {
    const given = ['--template-file', file, '--parameters', 'name=lab', 'secret=do-not-show']
    expect(await az.call('deployment', 'group', 'validate', ...place, ...given)).toMatchObject({
      properties: { provisioningState: 'Succeeded', validatedResources: [{ id: expect.stringContaining('/lab-ws') }] },
    })
    const foreseen = await az.call('deployment', 'group', 'what-if', ...place, ...given, '--no-pretty-print')
    expect(foreseen).toMatchObject({ status: 'Succeeded' })
    expect(foreseen.changes.map((each: { changeType: string }) => each.changeType).toSorted()).toEqual([
      'Create',
      'Ignore',
    ])
    const made = await az.call('deployment', 'group', 'create', '--name', 'lab', ...place, ...given)
    expect(made).toMatchObject({
      name: 'lab',
      properties: {
        provisioningState: 'Succeeded',
        mode: 'Incremental',
        outputs: { id: { type: 'String', value: expect.stringContaining('/workspaces/lab-ws') } },
        parameters: { name: { type: 'String', value: 'lab' }, secret: { type: 'SecureString' } },
        outputResources: [{ id: expect.stringContaining('/resourceGroups/') }],
      },
    })
    expect(JSON.stringify(made)).not.toContain('do-not-show')
    const shown = await az.call('deployment', 'group', 'show', '--name', 'lab', ...place)
    expect(shown.properties.outputs).toEqual(made.properties.outputs)
    expect(await az.call('deployment', 'group', 'list', ...place)).toMatchObject([{ name: 'lab' }])
    expect(await az.call('deployment', 'operation', 'group', 'list', '--name', 'lab', ...place)).toMatchObject([
      {
        properties: {
          provisioningOperation: 'Create',
          provisioningState: 'Succeeded',
          targetResource: { resourceType: 'Microsoft.MachineLearningServices/workspaces', resourceName: 'lab-ws' },
        },
      },
    ])
    const exported = await az.call('deployment', 'group', 'export', '--name', 'lab', ...place)
    expect(exported).toMatchObject({ contentVersion: '1.0.0.0' })
    await az.call('deployment', 'group', 'delete', '--name', 'lab', ...place)
    expect(await az.call('deployment', 'group', 'list', ...place)).toEqual([])
  })

  test('creates by an address that the server fetches too', async () => {
    const server = createServer((_request, response) => response.end(plain))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/template.json`
    const given = ['--template-uri', uri, '--parameters', 'name=by-uri', 'secret=x']
    expect(await az.call('deployment', 'group', 'create', '--name', 'linked', ...place, ...given)).toMatchObject({
      properties: { provisioningState: 'Succeeded', templateLink: { uri } },
    })
    server.close()
    await az.call('deployment', 'group', 'delete', '--name', 'linked', ...place)
  })

  test('says what is wrong with a template, and where', async () => {
    const broken = join(folder, 'broken.json')
    await writeFile(broken, commented.replace("parameters('name'),", "parameters('nome'),"))
    const given = ['--template-file', broken, '--parameters', 'name=lab', 'secret=x']
    await expect(az.call('deployment', 'group', 'validate', ...place, ...given)).rejects.toThrow(
      /InvalidTemplate.*nome/s,
    )
  })

  test('deploys to the subscription, groups among it', async () => {
    const given = ['--location', 'eastus', '--template-file', join(folder, 'subscription.json')]
    expect(await az.call('deployment', 'sub', 'validate', ...given)).toMatchObject({
      properties: { provisioningState: 'Succeeded' },
    })
    expect(await az.call('deployment', 'sub', 'what-if', ...given, '--no-pretty-print')).toMatchObject({
      changes: [{ changeType: 'Create', resourceId: expect.stringContaining('/resourceGroups/by-template') }],
    })
    expect(await az.call('deployment', 'sub', 'create', '--name', 'groups', ...given)).toMatchObject({
      location: 'eastus',
      properties: { provisioningState: 'Succeeded' },
    })
    expect(await az.call('deployment', 'sub', 'show', '--name', 'groups')).toMatchObject({ name: 'groups' })
    expect(await az.call('deployment', 'operation', 'sub', 'list', '--name', 'groups')).toHaveLength(1)
    expect(await az.call('group', 'show', '--name', 'by-template')).toMatchObject({ location: 'eastus' })
    await az.call('deployment', 'sub', 'delete', '--name', 'groups')
  })

  const original = join(templates, 'compute-instance/azuredeploy.json')
  test.skipIf(!existsSync(original))(
    'CI-26, CI-56, CI-57, CI-84: the quickstart of a compute instance deploys unmodified, with its schedules and its script',
    async () => {
      const { workspace, admin } = product.facts
      const parameters = JSON.parse(
        await readFile(join(templates, 'compute-instance/azuredeploy.parameters.json'), 'utf8'),
      )
      Object.assign(parameters.parameters, {
        workspaceName: { value: workspace },
        computeName: { value: 'by-template' },
        objectId: { value: admin.objectId },
      })
      const parameterFile = join(folder, 'instance.parameters.json')
      await writeFile(parameterFile, JSON.stringify(parameters))
      const given = ['--template-file', original, '--parameters', parameterFile]
      const small = [
        'vmSize=Standard_DS1_v2',
        'inlineCommand=echo "$PWD $1" > from-inline.txt',
        'creationScript.cmdArguments=one',
      ]
      await az.call('deployment', 'group', 'validate', ...place, ...given, ...small)
      const made = await az.call('deployment', 'group', 'create', '--name', 'instance', ...place, ...given, ...small)
      expect(made).toMatchObject({
        properties: {
          provisioningState: 'Succeeded',
          outputResources: [{ id: expect.stringContaining('/computes/by-template') }],
        },
      })
      const { properties } = (await product.client.call(
        'GET',
        `${product.computeId('by-template')}?api-version=2022-10-01`,
      )) as {
        properties: { properties: Record<string, unknown> }
      }
      expect(properties.properties).toMatchObject({
        state: 'Running',
        vmSize: 'STANDARD_DS1_V2',
        personalComputeInstanceSettings: { assignedUser: { objectId: admin.objectId } },
        schedules: {
          computeStartStop: [
            {
              triggerType: 'Cron',
              action: 'Stop',
              status: 'Enabled',
              cron: { expression: '0 18 * * *', timeZone: 'UTC' },
            },
            { triggerType: 'Cron', action: 'Start', cron: { expression: '0 8 * * *' } },
            {
              triggerType: 'Recurrence',
              action: 'Stop',
              recurrence: { frequency: 'Day', interval: 1, schedule: { hours: [17], minutes: [0] } },
            },
          ],
        },
      })
      expect(await fileOnShare('Users/from-inline.txt')).toBe(
        '/mnt/batch/tasks/shared/LS_root/mounts/clusters/by-template/code/Users one',
      )
    },
  )

  test('CI-83: a template names a script on the share and its arguments', async () => {
    const script = join(folder, 'testscript.sh')
    await writeFile(script, 'echo "with $1 and $2" > from-stored.txt\n')
    await carrel('files', 'put', script, 'Users/admin/testscript.sh')
    const stored = join(folder, 'stored.json')
    await writeFile(stored, JSON.stringify(storedScript))
    const { workspace } = product.facts
    const given = ['--template-file', stored, '--parameters', `name=${workspace}/by-stored`]
    const parameters = ['creationScript.location=Users/admin/testscript.sh', 'creationScript.cmdArguments=one two']
    await az.call('deployment', 'group', 'create', '--name', 'stored', ...place, ...given, ...parameters)
    expect(await fileOnShare('Users/admin/from-stored.txt')).toBe('with one and two')
  })

  test('CI-79: a policy gives its script to an instance of a template that brings none', async () => {
    const computes = 'Microsoft.MachineLearningServices/workspaces/computes'
    const scriptData = Buffer.from('echo for everybody > from-policy.txt').toString('base64')
    const value = { scripts: { creationScript: { scriptSource: 'inline', scriptData } } }
    const rule = {
      if: {
        allOf: [
          { field: `${computes}/computeType`, equals: 'ComputeInstance' },
          { field: `${computes}/setupScripts`, exists: false },
        ],
      },
      // biome-ignore lint/suspicious/noThenProperty: a rule is written so
      then: { effect: 'append', details: [{ field: `${computes}/setupScripts`, value }] },
    }
    const rules = JSON.stringify(rule)
    await az.call('policy', 'definition', 'create', '--name', 'script', '--mode', 'All', '--rules', rules)
    await az.call('policy', 'assignment', 'create', '--name', 'script', '--policy', 'script', ...place)
    const bare = join(folder, 'bare.json')
    await writeFile(bare, JSON.stringify(withoutScript(`${product.facts.workspace}/by-policy`)))
    await az.call('deployment', 'group', 'create', '--name', 'bare', ...place, '--template-file', bare)
    expect(await fileOnShare('Users/from-policy.txt')).toBe('for everybody')
    await az.call('policy', 'assignment', 'delete', '--name', 'script', ...place)
  })

  async function carrel(...args: string[]): Promise<string> {
    const ended = await runCarrel(...args, '--data', product.data)
    if (ended.code !== 0) throw new Error(ended.stderr)
    return ended.stdout
  }

  async function fileOnShare(path: string): Promise<string> {
    return (await carrel('files', 'cat', path)).trim()
  }
})
