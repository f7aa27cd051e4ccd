// AmlCompute by the current Azure command line, unmodified, on Docker: the published template as it is, and what its page
// says of scaling by requests of one's own.

import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct, until } from '../support/product.ts'
import { openSshClient, type SshClient } from '../support/ssh-client.ts'
import { azOfProduct } from './az/az-of-product.ts'
import { findPython } from './az/find-python.ts'
import type { Az } from './az/open-az.ts'

const python = findPython()
const templates = join(import.meta.dirname, '../../../shared/specs/templates/amlcompute')
const isThere = existsSync(templates)
if (!isThere) console.log('skipped: the published templates are not beside this project')

describe.skipIf(python === undefined || !isThere)('az and AmlCompute', () => {
  let product: Product
  let az: Az
  let ssh: SshClient
  let folder: string
  let place: readonly string[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carrel-aml-'))
    ;[product, ssh] = await Promise.all([startProduct(), openSshClient()])
    az = await azOfProduct(python, product.facts)
    place = ['--resource-group', product.facts.resourceGroup]
  })
  afterAll(async () => {
    await az?.[Symbol.asyncDispose]()
    await ssh?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  async function deploy(name: string, ...more: string[]) {
    const parameters = JSON.parse(await readFile(join(templates, 'azuredeploy.parameters.json'), 'utf8'))
    Object.assign(parameters.parameters, {
      workspaceName: { value: product.facts.workspace },
      clusterName: { value: name },
      adminUserPassword: { value: 'Secret-1234!' },
    })
    const file = join(folder, `${name}.json`)
    await writeFile(file, JSON.stringify(parameters))
    const given = ['--template-file', join(templates, 'azuredeploy.json'), '--parameters', file, ...more]
    return az.call('deployment', 'group', 'create', '--name', name, ...place, ...given)
  }

  const urlOf = (name: string, action = '') =>
    `${product.facts.endpoint}${product.computeId(name)}${action}?api-version=2022-10-01`
  const rest = (method: string, url: string, body?: object) =>
    az.call(
      ...['rest', '--resource', `${product.facts.endpoint}/`, '--method', method, '--url', url],
      ...(body === undefined ? [] : ['--body', JSON.stringify(body)]),
    )
  const details = async (name: string) => (await rest('get', urlOf(name))).properties.properties
  const untilCount = (name: string, count: number) =>
    until(async () => {
      const { nodeStateCounts, allocationState, errors } = await details(name)
      const isDone = nodeStateCounts.idleNodeCount === count && allocationState === 'Steady'
      return isDone ? undefined : JSON.stringify([nodeStateCounts, allocationState, errors])
    })

  test('PO-04: the quickstart deploys unmodified, with its own size and nodes from none', async () => {
    const made = await deploy('quick', 'minNodeCount=1', 'maxNodeCount=2')
    expect(made.properties).toMatchObject({
      provisioningState: 'Succeeded',
      outputResources: [{ id: expect.stringContaining('/computes/quick') }],
    })
    expect(JSON.stringify(made)).not.toContain('Secret-1234!')
    await untilCount('quick', 1)
    expect(await details('quick')).toMatchObject({
      ...{ vmSize: 'STANDARD_D4S_V3', vmPriority: 'Dedicated', currentNodeCount: 1, targetNodeCount: 1 },
      ...{ subnet: null, scaleSettings: { minNodeCount: 1, maxNodeCount: 2 } },
      nodeStateCounts: { idleNodeCount: 1, runningNodeCount: 0, preparingNodeCount: 0, unusableNodeCount: 0 },
      userAccountCredentials: { adminUserName: 'cannothavenums' },
    })
    const { nodes } = await rest('post', urlOf('quick', '/listNodes'))
    const [{ nodeId, nodeState, publicIpAddress: host, port }] = nodes
    expect(nodeState).toBe('idle')
    const address = { host, port, user: 'cannothavenums' }
    expect(await ssh.sshByPassword(address, 'hostname', 'Secret-1234!')).toMatchObject({ stdout: `${nodeId}\n` })
  })

  test('BA-09, PO-07: PATCH scales it to none, and idle nodes go after the time it was given', async () => {
    const scaleSettings = { minNodeCount: 0, maxNodeCount: 3, nodeIdleTimeBeforeScaleDown: 'PT1S' }
    await rest('patch', urlOf('quick'), { properties: { properties: { scaleSettings } } })
    await untilCount('quick', 0)
    expect(await details('quick')).toMatchObject({ currentNodeCount: 0, scaleSettings })
  })

  test('BA-05: a PUT that changes its size is refused with both sizes and the call that works', async () => {
    const properties = { vmSize: 'Standard_D2s_v3', scaleSettings: { minNodeCount: 0, maxNodeCount: 1 } }
    const put = rest('put', urlOf('quick'), {
      location: 'local',
      properties: { computeType: 'AmlCompute', properties },
    })
    await expect(put).rejects.toThrow(/STANDARD_D4S_V3.*STANDARD_D2S_V3.*PATCH/s)
  })

  test('the quickstart in a network keeps its subnet, which is told by whom it is in use', async () => {
    const { resourceGroup } = product.facts
    await az.call(
      ...['network', 'vnet', 'create', '--name', 'net', ...place, '--address-prefix', '10.0.0.0/16'],
      ...['--subnet-name', 'default', '--subnet-prefix', '10.0.0.0/24'],
    )
    const network = [`vnetResourceGroupName=${resourceGroup}`, 'vnetName=net', 'subnetName=default']
    expect((await deploy('inside', ...network)).properties.provisioningState).toBe('Succeeded')
    expect((await details('inside')).subnet.id).toMatch(/\/virtualNetworks\/net\/subnets\/default$/)
    await expect(az.call('network', 'vnet', 'delete', '--name', 'net', ...place)).rejects.toThrow(
      /InUseSubnetCannotBeDeleted.*computes\/inside/s,
    )
    await rest('delete', `${urlOf('inside')}&underlyingResourceAction=Delete`)
    await until(async () => {
      const { value } = await rest('get', urlOf('x').replace('/computes/x', '/computes'))
      return value.some(({ name }: { name: string }) => name === 'inside') ? 'it is still there' : undefined
    })
    await az.call('network', 'vnet', 'delete', '--name', 'net', ...place)
  })
})
