// `az batchai experiment` and `az batchai job` of azure-cli 2.0.67, unmodified, against the running product: a job is
// submitted to a cluster without nodes, followed, read back, ended.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reckoned, reckoning } from '../support/mpi-program.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { bringSmallImage } from '../support/small-image.ts'
import type { Az } from './az/open-az.ts'
import { openAz2019 } from './az-2019/open-az-2019.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'

const python = findPython('azure-cli 2.0.67', ['3.6'])
const group = 'job-lab'
const here = ['--workspace', 'lab', '--resource-group', group]
const size = 'Standard_D1_v2'

describe.skipIf(python === undefined)('az batchai job', () => {
  let product: Product
  let az: Az

  beforeAll(async () => {
    const installed = await installClient('az-2019', python ?? '')
    product = await startProduct()
    az = await openAz2019(installed, product, 'registered', { LOGNAME: 'ana' })
    await az.signIn()
    await az.call('group', 'create', '--name', group, '--location', 'eastus')
    await az.call('batchai', 'workspace', 'create', ...here)
    const account = ['--user-name', 'ana', '--generate-ssh-keys']
    await az.call(
      ...['batchai', 'file-server', 'create', '--name', 'disks', ...here, '--vm-size', size, ...account],
      ...['--disk-count', '1', '--disk-size', '10', '--storage-sku', 'Standard_LRS'],
    )
    await az.call(
      ...['batchai', 'cluster', 'create', '--name', 'pool', ...here, '--vm-size', size, '--nfs', 'disks', ...account],
      ...['--min', '0', '--max', '2'],
    )
  })
  afterAll(async () => {
    await az?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  const jobs = [...here, '--experiment', 'trial']
  const shown = (name: string) => az.call('batchai', 'job', 'show', '--name', name, ...jobs)

  async function submit(name: string, commandLine: string, more: Record<string, unknown> = {}) {
    const path = join(az.configFolder, `${name}.json`)
    const properties = {
      nodeCount: 1,
      customToolkitSettings: { commandLine },
      stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/nfs',
      ...more,
    }
    await writeFile(path, JSON.stringify({ properties }))
    return az.call('batchai', 'job', 'create', '--name', name, '--cluster', 'pool', '--config-file', path, ...jobs)
  }

  const isOver = (name: string) =>
    until(async () => {
      const { executionState } = await shown(name)
      return ['succeeded', 'failed'].includes(executionState) ? undefined : executionState
    })

  test('BA-38: makes an experiment, and lists it', async () => {
    await az.call('batchai', 'experiment', 'create', '--name', 'trial', ...here)
    expect(await az.call('batchai', 'experiment', 'list', ...here)).toMatchObject([{ name: 'trial' }])
  })

  test('PO-02, PO-07, BA-04, BA-38: submits a job to a cluster without nodes, and is told how it ended', async () => {
    const made = await submit(
      'one',
      'echo "$COLOUR $TOKEN on $AZ_BATCHAI_NUM_GPUS"; cat $AZ_BATCHAI_INPUT_NOTES/prepared.txt; echo kept > $AZ_BATCHAI_OUTPUT_MODEL/model.txt; exit 0',
      {
        jobPreparation: {
          commandLine: 'mkdir -p $AZ_BATCHAI_INPUT_NOTES; echo ready > $AZ_BATCHAI_INPUT_NOTES/prepared.txt',
        },
        environmentVariables: [{ name: 'COLOUR', value: 'green' }],
        secrets: [{ name: 'TOKEN', value: 'hush' }],
        inputDirectories: [{ id: 'NOTES', path: '$AZ_BATCHAI_MOUNT_ROOT/nfs/notes' }],
        outputDirectories: [{ id: 'MODEL', pathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/nfs', pathSuffix: 'model' }],
      },
    )
    expect(made).toMatchObject({ name: 'one', provisioningState: 'succeeded', toolType: 'custom' })
    expect(JSON.stringify(made)).not.toContain('hush')
    await isOver('one')
    const { executionState, executionInfo } = await shown('one')
    expect([executionState, executionInfo.exitCode, executionInfo.errors]).toEqual(['succeeded', 0, []])
    // It prints what it waits for, which is no JSON, and ends well when the job has.
    expect(await az.text('batchai', 'job', 'wait', '--name', 'one', ...jobs)).toBeDefined()
  })

  test('BA-38: lists what it printed and what it wrote, and streams that back', async () => {
    const files = await az.call('batchai', 'job', 'file', 'list', '--job', 'one', ...jobs)
    expect(files.map(({ name, fileType }: { name: string; fileType: string }) => [name, fileType])).toEqual([
      ['stderr-job_prep.txt', 'file'],
      ['stderr.txt', 'file'],
      ['stdout-job_prep.txt', 'file'],
      ['stdout.txt', 'file'],
    ])
    const stream = ['batchai', 'job', 'file', 'stream', '--job', 'one', ...jobs, '--file-name']
    expect(await az.text(...stream, 'stdout.txt')).toContain('green hush on 0\nready\n')
    expect(await az.text(...stream, 'model.txt', '--output-directory-id', 'MODEL')).toContain('kept\n')
  })

  test('BA-38: submits a job of MPI for two nodes, lists its files and streams them back', async () => {
    const mpi = { customToolkitSettings: undefined, customMpiSettings: { commandLine: reckoning }, nodeCount: 2 }
    const made = await submit('reckon', '', mpi)
    expect(made).toMatchObject({ toolType: 'custommpi', customMpiSettings: { processCount: 2 }, nodeCount: 2 })
    await isOver('reckon')
    const files = await az.call('batchai', 'job', 'file', 'list', '--job', 'reckon', ...jobs)
    expect(files.map(({ name }: { name: string }) => name)).toEqual(['stderr.txt', 'stdout.txt'])
    const stream = ['batchai', 'job', 'file', 'stream', '--job', 'reckon', ...jobs, '--file-name', 'stdout.txt']
    const streamed = (await az.text(...stream)).split('\n').filter((line) => line.startsWith('tvm-'))
    expect(`${streamed.join('\n')}\n`).toMatch(reckoned)
    await az.call('batchai', 'job', 'delete', '--name', 'reckon', ...jobs, '--yes')
  })

  test('BA-14: brings a file server along that the cluster does not mount, and reads its output there', async () => {
    await az.call(
      ...['batchai', 'file-server', 'create', '--name', 'mine', ...here, '--vm-size', size],
      ...['--user-name', 'ana', '--generate-ssh-keys'],
      ...['--disk-count', '1', '--disk-size', '10', '--storage-sku', 'Standard_LRS'],
    )
    const path = join(az.configFolder, 'own.json')
    const customToolkitSettings = { commandLine: 'ls $AZ_BATCHAI_JOB_MOUNT_ROOT; ls $AZ_BATCHAI_MOUNT_ROOT' }
    const properties = { nodeCount: 1, customToolkitSettings, stdOutErrPathPrefix: '$AZ_BATCHAI_JOB_MOUNT_ROOT/own' }
    await writeFile(path, JSON.stringify({ properties }))
    const made = await az.call(
      ...['batchai', 'job', 'create', '--name', 'own', '--cluster', 'pool', '--config-file', path, ...jobs],
      ...['--nfs', 'mine', '--nfs-mount-path', 'own'],
    )
    expect(made.mountVolumes.fileServers).toMatchObject([{ relativeMountPath: 'own', mountOptions: 'rw' }])
    await isOver('own')
    const stream = ['batchai', 'job', 'file', 'stream', '--job', 'own', ...jobs, '--file-name', 'stdout.txt']
    expect(await az.text(...stream)).toContain('own\nnfs\n')
    await az.call('batchai', 'job', 'delete', '--name', 'own', ...jobs, '--yes')
    await az.call('batchai', 'file-server', 'delete', '--name', 'mine', ...here, '--yes')
  })

  test('BA-12, BA-38: submits a job in a container, with credentials that it is not shown again', async () => {
    await using image = await bringSmallImage()
    const credentials = { username: 'team', password: 'hush-hush' }
    const made = await submit('boxed', 'cat /etc/whose; echo "$BROUGHT"; exit 3', {
      containerSettings: { imageSourceRegistry: { image: image.name, credentials }, shmSize: '64m' },
    })
    expect(made.containerSettings).toMatchObject({
      imageSourceRegistry: { image: image.name, credentials: { username: 'team', password: null } },
      shmSize: '64m',
    })
    await isOver('boxed')
    expect((await shown('boxed')).executionInfo).toMatchObject({ exitCode: 3, errors: [{ code: 'JobFailed' }] })
    const stream = ['batchai', 'job', 'file', 'stream', '--job', 'boxed', ...jobs, '--file-name']
    expect(await az.text(...stream, 'stdout.txt')).toContain('imported\nby the image\n')
    await az.call('batchai', 'job', 'delete', '--name', 'boxed', ...jobs, '--yes')
  })

  test('BA-36, BA-38: tells its nodes while it runs, and ends it', async () => {
    await submit('two', 'sleep 600')
    await until(async () => {
      const { executionState } = await shown('two')
      return executionState === 'running' ? undefined : executionState
    })
    expect(await az.call('batchai', 'job', 'node', 'list', '--job', 'two', ...jobs)).toMatchObject([
      { nodeId: expect.stringMatching(/^tvm-/) },
    ])
    await az.call('batchai', 'job', 'terminate', '--name', 'two', ...jobs, '--yes')
    const { executionState, executionInfo } = await shown('two')
    expect([executionState, executionInfo.errors[0].code]).toEqual(['failed', 'JobTerminated'])
  })

  test('BA-38: lists jobs as a table, and deletes one', async () => {
    const table = await az.text('batchai', 'job', 'list', ...jobs, '--output', 'table')
    expect(table).toMatch(/one\s.*pool.*succeeded/s)
    await az.call('batchai', 'job', 'delete', '--name', 'two', ...jobs, '--yes')
    expect((await az.call('batchai', 'job', 'list', ...jobs)).map(({ name }: { name: string }) => name)).toEqual([
      'one',
    ])
    await az.call('batchai', 'experiment', 'delete', '--name', 'trial', ...here, '--yes')
    expect(await az.call('batchai', 'experiment', 'list', ...here)).toEqual([])
  })
})
