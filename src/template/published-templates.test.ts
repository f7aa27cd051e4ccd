// The templates that the source documents name, read as they were published and planned with their own parameters.

import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bodyOf, plan, waits } from '../../test/support/template-plans.ts'
import { isObject, type JsonObject } from './json-values.ts'
import { parseTemplateText } from './parse-template-text.ts'

const folder = join(import.meta.dirname, '../../../shared/specs/templates')
const isThere = existsSync(folder)
if (!isThere) console.log('skipped: the published templates are not beside this project')

function read(path: string): JsonObject {
  const content = parseTemplateText(readFileSync(join(folder, path), 'utf8'))
  if (!isObject(content)) throw new Error(`${path} is no object`)
  return content
}

/** What the published file leaves to whoever deploys (`GEN-UNIQUE-8`) is made short enough for any name. */
function parametersOf(path: string): JsonObject {
  const { parameters } = read(path)
  if (!isObject(parameters)) throw new Error(`${path} has no parameters`)
  return JSON.parse(
    JSON.stringify(parameters).replaceAll(/(?:GEN|GET|ENTER|YOUR)-[-A-Za-z0-9]+/g, 'made1'),
  ) as JsonObject
}

const planned = (path: string) => plan(read(path), parametersOf(path.replace('.json', '.parameters.json')))

describe.skipIf(!isThere)('the published templates', () => {
  const files = globSync('**/*.json', { cwd: folder }).filter((path) => !/\.parameters\./.test(path))

  test.each(files)('%s is planned and rendered as it is', (path) => {
    const made = planned(path)
    expect(made.steps.length).toBeGreaterThan(0)
    for (const step of made.steps) expect(step.render(() => undefined)).toHaveProperty('body')
    expect(made.outputs(() => undefined)).toHaveProperty('values')
    expect(made.skipped).toEqual([])
  })

  test('CI-56, CI-84: the compute instance: no subnet asked for, the script in base64, the schedules as given', () => {
    const path = 'compute-instance/azuredeploy.json'
    const { schedules } = parametersOf(path.replace('.json', '.parameters.json')) as {
      schedules: { value: JsonObject }
    }
    const [step] = planned(path).steps
    expect(step).toMatchObject({ name: 'made1/made1', apiVersion: '2021-07-01' })
    const { properties } = bodyOf(step) as { properties: { properties: JsonObject } }
    expect(properties.properties).toEqual({
      vmSize: 'Standard_DS3_v2',
      personalComputeInstanceSettings: { assignedUser: { objectId: 'made1', tenantId: 't1' } },
      setupScripts: {
        scripts: { creationScript: { scriptSource: 'inline', scriptData: 'bHM=', scriptArguments: '' } },
      },
      schedules: schedules.value,
    })
  })

  test('the compute instance in a network: the id of the subnet', () => {
    const path = 'compute-instance/azuredeploy.json'
    const network = { vnetResourceGroupName: { value: 'nets' }, vnetName: { value: 'v' }, subnetName: { value: 's' } }
    const [step] = plan(read(path), { ...parametersOf(path.replace('.json', '.parameters.json')), ...network }).steps
    expect(bodyOf(step)).toHaveProperty('properties.properties.subnet', {
      id: '/subscriptions/s1/resourceGroups/nets/providers/Microsoft.Network/virtualNetworks/v/subnets/s',
    })
  })

  test('the workspace waits for what it is made of', () => {
    expect(Object.entries(waits(planned('workspace/azuredeploy.json'))).at(-1)?.[1]).toHaveLength(4)
  })

  test('the pool waits for its network too, which the template forgot', () => {
    expect(waits(planned('dsvm-vmss-cluster/dsvm-vmss-cluster.json'))).toEqual({
      'made1-vnet': [],
      made1pip: [],
      made1lb: ['made1pip'],
      made1: ['made1lb', 'made1-vnet'],
    })
  })
})
