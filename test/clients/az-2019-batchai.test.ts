// `az batchai` of azure-cli 2.0.67, unmodified, against the running product: the lines of the source documents, with names
// filled in and a size that this machine has.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct, until } from '../support/product.ts'
import type { Az } from './az/open-az.ts'
import { openAz2019 } from './az-2019/open-az-2019.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'

const run = promisify(execFile)
const python = findPython('azure-cli 2.0.67', ['3.6'])
const group = 'batch-lab'
const here = ['--workspace', 'lab', '--resource-group', group]
const size = 'Standard_D1_v2'

describe.skipIf(python === undefined)('az batchai', () => {
  let product: Product
  let az: Az

  beforeAll(async () => {
    const installed = await installClient('az-2019', python ?? '')
    product = await startProduct()
    az = await openAz2019(installed, product, 'registered', { LOGNAME: 'ana' })
    await az.signIn()
    await az.call('group', 'create', '--name', group, '--location', 'eastus')
  })
  afterAll(async () => {
    await az?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  const shown = () => az.call('batchai', 'cluster', 'show', '--name', 'mycluster', ...here)

  test('BA-42: makes a workspace, and shows and lists it', async () => {
    const made = await az.call('batchai', 'workspace', 'create', '--workspace', 'lab', '--resource-group', group)
    expect(made).toMatchObject({ name: 'lab', location: 'eastus', provisioningState: 'succeeded' })
    expect(await az.call('batchai', 'workspace', 'list', '--resource-group', group)).toMatchObject([{ name: 'lab' }])
  })

  test('BA-30, BA-05: the line of the source asks for a GPU, and is told why there is none and what to ask for', async () => {
    await expect(
      az.call(
        'batchai',
        'cluster',
        'create',
        '--name',
        'mycluster',
        ...here,
        '--vm-size',
        'Standard_NC6',
        '--target',
        '1',
        '--generate-ssh-keys',
      ),
    ).rejects.toThrow(/STANDARD_NC6 has 1 GPU.*Choose a size without GPU.*carrel up --simulate-gpu/s)
  })

  test('BA-30: makes a cluster of one node with SSH access, on the default image', async () => {
    const made = await az.call(
      ...['batchai', 'cluster', 'create', '--name', 'mycluster', ...here, '--vm-size', size],
      ...['--target', '1', '--generate-ssh-keys'],
    )
    expect(made).toMatchObject({
      name: 'mycluster',
      vmSize: size,
      vmPriority: 'dedicated',
      provisioningState: 'succeeded',
      scaleSettings: { manual: { targetNodeCount: 1, nodeDeallocationOption: 'requeue' } },
      userAccountSettings: { adminUserName: 'ana', adminUserPassword: null },
      virtualMachineConfiguration: { imageReference: { publisher: 'Canonical', offer: 'UbuntuServer' } },
    })
    await until(async () => {
      const { nodeStateCounts, errors } = await shown()
      return nodeStateCounts.idleNodeCount === 1 ? undefined : JSON.stringify([nodeStateCounts, errors])
    })
  })

  test('BA-33: lists the clusters of the workspace', async () => {
    expect(await az.call('batchai', 'cluster', 'list', ...here)).toMatchObject([{ name: 'mycluster' }])
  })

  test('BA-34: shows all of a cluster as a table', async () => {
    const line = ['batchai', 'cluster', 'show', '--name', 'mycluster', ...here, '--output', 'table']
    const table = await az.text(...line)
    expect(table.split('\n')[0]?.split(/ {2,}/)).toEqual(
      expect.arrayContaining([
        'Name',
        'Resource Group',
        'Workspace',
        'VM Size',
        'State',
        'Idle',
        'Running',
        'Preparing',
        'Leaving',
        'Unusable',
      ]),
    )
    expect(table).toMatch(/mycluster\s+batch-lab\s+lab\s+STANDARD_D1_V2\s+steady\s+1\s+0\s+0\s+0\s+0/i)
  })

  test('BA-36, BA-37: lists its node, which is entered by SSH with the key that was made', async () => {
    const nodes = await az.call('batchai', 'cluster', 'node', 'list', '--cluster', 'mycluster', ...here)
    expect(nodes).toEqual([
      { ipAddress: expect.any(String), nodeId: expect.stringMatching(/^tvm-\w{10}-\w{8}$/), port: 50_000 },
    ])
    const [{ ipAddress, nodeId, port }] = nodes
    const home = dirname(az.configFolder)
    const { stdout } = await run('ssh', [
      ...['-F', 'none', '-i', join(home, '.ssh', 'id_rsa'), '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no'],
      ...['-o', `UserKnownHostsFile=${join(home, 'hosts')}`, '-p', String(port), `ana@${ipAddress}`, 'hostname'],
    ])
    expect(stdout.trim()).toBe(nodeId)
    expect(await readFile(join(home, '.ssh', 'id_rsa.pub'), 'utf8')).toMatch(/^ssh-rsa /)
  })

  test('PO-03, BA-14, BA-15, BA-16: makes one of the DSVM image, with a set-up task, a file server, a user and a password', async () => {
    const account = ['--user-name', 'adminuser', '--password', 'secretpassword', '--generate-ssh-keys']
    await az.call(
      ...['batchai', 'file-server', 'create', '--name', 'disks', ...here, '--vm-size', size, ...account],
      ...['--disk-count', '1', '--disk-size', '10', '--storage-sku', 'Standard_LRS'],
    )
    const made = await az.call(
      ...['batchai', 'cluster', 'create', '--name', 'other', ...here, '--vm-size', size, '--image', 'UbuntuDSVM'],
      ...['--vm-priority', 'lowpriority', '--min', '0', '--max', '2', '--nfs', 'disks', ...account],
      ...['--setup-task', 'echo unzip', '--setup-task-output', '$AZ_BATCHAI_MOUNT_ROOT/nfs'],
    )
    expect(made).toMatchObject({
      vmPriority: 'lowpriority',
      scaleSettings: { autoScale: { minimumNodeCount: 0, maximumNodeCount: 2 } },
      virtualMachineConfiguration: {
        imageReference: { offer: 'linux-data-science-vm-ubuntu', sku: 'linuxdsvmubuntu' },
      },
      nodeSetup: {
        setupTask: { commandLine: 'echo unzip', stdOutErrPathSuffix: expect.stringContaining('/clusters/other/') },
        mountVolumes: { fileServers: [{ relativeMountPath: 'nfs' }] },
      },
      userAccountSettings: { adminUserName: 'adminuser', adminUserPassword: null },
      currentNodeCount: 0,
    })
    await az.call('batchai', 'cluster', 'delete', '--name', 'other', ...here, '--yes')
    await az.call('batchai', 'file-server', 'delete', '--name', 'disks', ...here, '--yes')
  })

  test('BA-39: resizes a cluster to no nodes', async () => {
    await az.call('batchai', 'cluster', 'resize', '--name', 'mycluster', ...here, '--target', '0')
    await until(async () => {
      const { currentNodeCount } = await shown()
      return currentNodeCount === 0 ? undefined : `${currentNodeCount} nodes`
    })
  })

  test('BA-10: lists what is used of the quota', async () => {
    const usages = await az.call('batchai', 'list-usages', '--location', 'eastus')
    expect(usages.map(({ name }: { name: { value: string } }) => name.value)).toEqual(
      expect.arrayContaining(['total', 'standardDv2Family', 'lowPriorityCores']),
    )
  })

  test('BA-40: deletes a cluster', async () => {
    await az.call('batchai', 'cluster', 'delete', '--name', 'mycluster', ...here, '--yes')
    expect(await az.call('batchai', 'cluster', 'list', ...here)).toEqual([])
  })

  test('BA-41: deleting the group deletes what is in it', async () => {
    await az.call(
      ...['batchai', 'cluster', 'create', '--name', 'last', ...here, '--vm-size', size],
      ...['--target', '0', '--generate-ssh-keys'],
    )
    await az.call('group', 'delete', '--name', group, '--yes')
    expect(await az.call('batchai', 'workspace', 'list')).toEqual([])
  })
})
