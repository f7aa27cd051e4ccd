// What the page of clusters says beside its lines, by `az` of azure-cli 2.0.67 on Docker: kinds of clusters, images,
// configuration files, quotas, and what scales by itself.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct, until } from '../support/product.ts'
import { type TestClock, useTestClock } from '../support/test-clock.ts'
import type { Az } from './az/open-az.ts'
import { openAz2019 } from './az-2019/open-az-2019.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'

const python = findPython('azure-cli 2.0.67', ['3.6'])
const group = 'batch-kinds'
const here = ['--workspace', 'lab', '--resource-group', group]
const size = 'Standard_D1_v2'

interface Listed {
  readonly name: string
  readonly vmSize: string
  readonly virtualMachineConfiguration: { readonly imageReference: { readonly offer: string } }
}

describe.skipIf(python === undefined)('az batchai cluster', () => {
  let product: Product
  let clock: TestClock
  let az: Az

  beforeAll(async () => {
    const installed = await installClient('az-2019', python ?? '')
    product = await startProduct()
    clock = await useTestClock(product)
    az = await openAz2019(installed, product, 'registered', { LOGNAME: 'ana' })
    await az.signIn()
    await az.call('group', 'create', '--name', group, '--location', 'eastus')
  })
  afterAll(async () => {
    await az?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  const cluster = (verb: string, name: string, ...more: string[]) =>
    az.call('batchai', 'cluster', verb, '--name', name, ...here, ...more)
  const create = (name: string, ...more: string[]) => cluster('create', name, ...more, '--generate-ssh-keys')
  const untilNodes = (name: string, count: number) =>
    until(async () => {
      const { nodeStateCounts, currentNodeCount, errors } = await cluster('show', name)
      const isThere = nodeStateCounts.idleNodeCount === count && currentNodeCount === count
      return isThere ? undefined : JSON.stringify([nodeStateCounts, errors])
    })

  test('BA-03: a cluster needs its workspace first', async () => {
    await expect(create('early', '--vm-size', size, '--target', '1')).rejects.toThrow(/lab/)
    await az.call('batchai', 'workspace', 'create', ...here)
  })

  test('BA-02, BA-12, PO-04: one for each kind of processing, of another size and image', async () => {
    await create('small', '--vm-size', size, '--target', '1')
    await create('large', '--vm-size', 'Standard_D2_v2', '--image', 'UbuntuDSVM', '--target', '0')
    const listed = await az.call('batchai', 'cluster', 'list', ...here)
    const kinds = listed.map(({ name, vmSize, virtualMachineConfiguration }: Listed) => [
      name,
      vmSize,
      virtualMachineConfiguration.imageReference.offer,
    ])
    expect(kinds).toEqual([
      ['large', 'Standard_D2_v2', 'linux-data-science-vm-ubuntu'],
      ['small', size, 'UbuntuServer'],
    ])
    await expect(create('other', '--vm-size', size, '--image', 'a:b:c:latest', '--target', '1')).rejects.toThrow(
      /a\/b\/c.*UbuntuLTS \(Canonical.*UbuntuDSVM \(microsoft-ads/s,
    )
    await untilNodes('small', 1)
  })

  test('BA-08: a number of nodes is changed later', async () => {
    await cluster('resize', 'small', '--target', '2')
    await untilNodes('small', 2)
  })

  test('BA-09, BA-19: one that scales by itself goes to its least when nothing has needed its nodes for a while', async () => {
    // In its own answer: on a machine where the next command takes a minute, they have been idle for long by then.
    expect(await cluster('auto-scale', 'small', '--min', '1', '--max', '2')).toMatchObject({
      scaleSettings: { autoScale: { minimumNodeCount: 1, maximumNodeCount: 2 } },
      currentNodeCount: 2,
    })
    await clock.advance(125_000)
    await untilNodes('small', 1)
  })

  test('BA-17: what stands in a configuration file, with what the options say in its place', async () => {
    const path = join(az.configFolder, 'cluster.json')
    const setupTask = {
      ...{ commandLine: 'echo $COLOUR', stdOutErrPathPrefix: '/var/log/setup' },
      environmentVariables: [{ name: 'COLOUR', value: 'red' }],
      secrets: [{ name: 'TOKEN', value: 'hush' }],
    }
    const properties = { vmSize: 'Standard_D2_v2', vmPriority: 'lowpriority', nodeSetup: { setupTask } }
    await writeFile(path, JSON.stringify({ properties }))
    const made = await create('filed', '--config-file', path, '--vm-size', size, '--target', '0')
    expect(made).toMatchObject({
      ...{ vmSize: size, vmPriority: 'lowpriority' },
      nodeSetup: {
        setupTask: { commandLine: 'echo $COLOUR', environmentVariables: [{ name: 'COLOUR', value: 'red' }] },
      },
    })
    expect(JSON.stringify(made)).not.toContain('hush')
  })

  test('BA-10, BA-11: more than the quota is refused; where others hold the cores there are fewer nodes, which says so', async () => {
    const { subscriptionId, location } = product.facts
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.MachineLearningServices/locations/${location}`
    const value = [
      { id: `${path}/quotas/total`, type: 'Microsoft.MachineLearningServices/quotas', limit: 2, unit: 'Count' },
    ]
    await product.client.call('POST', `${path}/updateQuotas?api-version=2024-10-01`, { value })
    await expect(create('huge', '--vm-size', size, '--target', '3')).rejects.toThrow(/QuotaExceeded|quota is 2 cores/)
    await create('crowded', '--vm-size', size, '--target', '2')
    await untilNodes('crowded', 1)
    expect((await cluster('show', 'crowded')).errors).toMatchObject([
      { code: 'ClusterCoreQuotaReached', details: [{ name: 'MissingNodeCount', value: '1' }] },
    ])
    await cluster('resize', 'small', '--target', '0')
    await untilNodes('crowded', 2)
    expect((await cluster('show', 'crowded')).errors).toEqual([])
  })

  test('BA-18, BA-21: deleting the group takes its workspaces with all that is in them', async () => {
    await az.call('batchai', 'experiment', 'create', '--name', 'trial', ...here)
    await az.call('group', 'delete', '--name', group, '--yes')
    const { subscriptionId } = product.facts
    const left = await product.client.call<{ value: { id: string }[] }>(
      'GET',
      `/subscriptions/${subscriptionId}/resources?api-version=2024-10-01`,
    )
    expect(left.value.filter(({ id }) => id.toLowerCase().includes('microsoft.batchai'))).toEqual([])
  })
})
