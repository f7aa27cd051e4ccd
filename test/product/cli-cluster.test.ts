// `carrel cluster` and the lines of `az batchai` after `carrel`, on the running product.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CliUser, openCliUser } from '../support/cli-user.ts'
import { freePort } from '../support/free-port.ts'
import { type Product, startProduct, until } from '../support/product.ts'

let product: Product
let user: CliUser
let folder: string
const cluster = (...words: string[]) => user.carrel('cluster', ...words)
const batchai = (...words: string[]) => user.carrel('batchai', ...words)

beforeAll(async () => {
  product = await startProduct()
  user = await openCliUser({ CARREL_DATA: product.data })
  folder = await mkdtemp(join(tmpdir(), 'carrel-lines-'))
})
afterAll(async () => {
  await user?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
  if (folder) await rm(folder, { recursive: true, force: true })
})

function untilIdle(name: string, count: number, ...place: string[]) {
  return until(async () => {
    const shown = JSON.parse((await cluster('show', name, ...place, '-o', 'json')).stdout)
    const { nodeStateCounts, allocationState, errors } = shown.properties
    const isThere = nodeStateCounts.idleNodeCount === count && allocationState === 'steady'
    return isThere ? undefined : JSON.stringify([nodeStateCounts, errors])
  })
}

/** The first letters that whoever listens there says; none where nobody does. */
function bannerAt(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', (said) => {
      resolve(said.toString('latin1').slice(0, 7))
      socket.destroy()
    })
    for (const end of ['error', 'close'] as const) socket.once(end, () => resolve(''))
  })
}

describe('carrel cluster', () => {
  test('has none at first, and says how to make one', async () => {
    const none = await cluster('list')
    expect(none).toMatchObject({ code: 0 })
    expect(none.stdout + none.stderr).toContain('carrel cluster create NAME')
    expect(await cluster('show', 'none')).toMatchObject({ code: 3, stderr: expect.stringContaining('no cluster') })
  })

  test('makes one with the workspace it needs, lists it, and enters a node by the keys the API tells', async () => {
    const made = await cluster('create', 'train', '--size', 'STANDARD_D1_V2', '--nodes', '1', '--generate-ssh-key')
    expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining('Made the Batch AI workspace') })
    await untilIdle('train', 1)
    expect((await cluster('list')).stdout).toMatch(/^train +STANDARD_D1_V2 +dedicated +steady +1 +1 +0 +0 +0 +0/m)
    const [node] = JSON.parse((await cluster('nodes', 'train', '-o', 'json')).stdout)
    expect(node).toMatchObject({ port: 50_000, hostKeys: expect.arrayContaining([expect.stringMatching(/^ssh-/)]) })
    const shell = await cluster('ssh', 'train', '--', 'hostname')
    expect(shell).toMatchObject({ code: 0, stdout: `${node.nodeId}\n` })
    expect((await cluster('ssh', 'train', '--node', 'tvm-none')).code).toBe(5)
  })

  test('resizes it, and lets it scale by itself', async () => {
    expect((await cluster('resize', 'train', '--nodes', '0')).stdout).toMatch(/^NODES +0$/m)
    await untilIdle('train', 0)
    expect(await cluster('ssh', 'train')).toMatchObject({ code: 5, stderr: expect.stringContaining('is up') })
    expect((await cluster('resize', 'train', '--min', '0', '--max', '3')).stdout).toMatch(/^NODES +0 to 3$/m)
    expect(await cluster('resize', 'train', '--min', '0')).toMatchObject({ code: 2 })
    expect(await cluster('resize', 'train', '--nodes', 'many')).toMatchObject({ code: 2 })
  })

  test('tells what became of it', async () => {
    expect((await cluster('events', 'train')).stdout).toMatch(/^\S+ \S+ +Create +Succeeded .*$/m)
  })

  test('deletes it when somebody says yes', async () => {
    expect((await cluster('delete', 'train')).code).toBe(2)
    expect(await cluster('delete', 'train', '--yes')).toMatchObject({ code: 0 })
    expect((await cluster('list', '-o', 'json')).stdout.trim()).toBe('[]')
  })
})

describe('carrel file-server', () => {
  const server = (...words: string[]) => user.carrel('file-server', ...words)

  test('has none at first, and says how to make one', async () => {
    const none = await server('list')
    expect(none).toMatchObject({ code: 0 })
    expect(none.stdout + none.stderr).toContain('carrel file-server create NAME')
    expect((await server('list', '-o', 'json')).stdout.trim()).toBe('[]')
    expect(await server('show', 'none')).toMatchObject({ code: 3, stderr: expect.stringContaining('no file server') })
    expect(await server('create', 'disks', '--disk-size', '0')).toMatchObject({ code: 2 })
  })

  test('BA-18: makes one, which is shown, completed by Tab, and stays while a cluster mounts it', async () => {
    expect(await server('create', 'disks', '--disk-size', '10')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^MOUNT POINT +\/mnt\/data$/m),
    })
    expect((await server('list')).stdout).toMatch(/^disks +STANDARD_D1_V2 +1 x 10 GB +succeeded /m)
    const [listed] = JSON.parse((await server('list', '-o', 'json')).stdout)
    expect(listed).toEqual(JSON.parse((await server('show', 'disks', '-o', 'json')).stdout))
    expect((await user.carrel('__complete', '--', 'file-server', 'show', 'd')).stdout).toBe('disks\t\n')
    const task = ['--setup-task', 'echo grüße; exit 3', '--setup-task-output', '$AZ_BATCHAI_MOUNT_ROOT/disks/logs']
    const made = ['create', 'files', '--nodes', '1', '--size', 'STANDARD_D1_V2', '--generate-ssh-key', ...task]
    expect(await cluster(...made, '--file-server', 'disks')).toMatchObject({ code: 0 })
    expect(await server('delete', 'disks')).toMatchObject({ code: 2 })
    expect(await server('delete', 'disks', '--yes')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('files'),
    })
  })

  test('BA-16: what a set-up task printed is read on its node, and in its files, which stay', async () => {
    await until(async () => {
      const { code, stdout, stderr } = await cluster('setup-log', 'files', '--follow')
      return code === 0 && stdout.includes('grüße\n') ? undefined : JSON.stringify([code, stdout, stderr])
    })
    const [{ nodeId }] = JSON.parse((await cluster('nodes', 'files', '-o', 'json')).stdout)
    expect((await cluster('setup-log', 'files', '--node', nodeId)).stdout).toContain('grüße\n')
    expect(await cluster('setup-log', 'files', '--node', 'tvm-none')).toMatchObject({ code: 3 })
    await cluster('resize', 'files', '--nodes', '0')
    const names = [`execution-${nodeId}.log`, `stderr-${nodeId}.txt`, `stdout-${nodeId}.txt`]
    const listed = JSON.parse((await cluster('files', 'files', '-o', 'json')).stdout)
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(names)
    expect(listed[2]).toMatchObject({ downloadUrl: expect.stringContaining('?sig='), properties: { contentLength: 8 } })
    const line = await batchai('cluster', 'file', 'list', '-c', 'files', '-w', product.facts.workspace, '--expiry', '5')
    expect(line.stdout.split('\n').map((each) => each.split(' ')[0])).toEqual(['NAME', ...names, ''])
    await cluster('delete', 'files', '--yes')
    expect(await server('delete', 'disks', '--yes')).toMatchObject({ code: 0 })
    expect((await server('list', '-o', 'json')).stdout.trim()).toBe('[]')
  })
})

describe('carrel batchai', () => {
  const here = () => ['--workspace', 'lab', '--resource-group', product.facts.resourceGroup]

  test('BA-42, BA-30: the lines that make a workspace and a cluster', async () => {
    expect(await batchai('workspace', 'create', ...here())).toMatchObject({ code: 0 })
    expect((await batchai('workspace', 'list')).stdout).toMatch(/^lab +carrel +\S+ +succeeded$/m)
    const line = ['cluster', 'create', '--name', 'mycluster', ...here(), '--vm-size', 'Standard_D1_v2', '--target', '1']
    const made = await batchai(...line, '--generate-ssh-keys', '--user-name', 'ana')
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^NAME +mycluster$/m) })
    await untilIdle('mycluster', 1, '-w', 'lab')
  })

  test('BA-33, BA-34, BA-36: the lines that list, show, and list nodes as the page writes it', async () => {
    expect((await batchai('cluster', 'list', ...here())).stdout).toMatch(/^mycluster /m)
    const shown = await batchai('cluster', 'show', '--name', 'mycluster', ...here(), '--output', 'table')
    expect(shown.stdout).toMatch(/^IDLE +1$/m)
    const nodes = JSON.parse(
      (await batchai('cluster', 'node', 'list', '--name', 'mycluster', ...here(), '-o', 'json')).stdout,
    )
    expect(nodes).toMatchObject([{ nodeId: expect.stringMatching(/^tvm-/), port: 50_000 }])
  })

  test('BA-37: a command runs on a node, and a port of it is here', async () => {
    const exec = ['cluster', 'node', 'exec', '--cluster', 'mycluster', ...here()]
    const [{ nodeId }] = JSON.parse(
      (await batchai('cluster', 'node', 'list', '-c', 'mycluster', ...here(), '-o', 'json')).stdout,
    )
    const ran = await batchai(...exec, '--exec', 'hostname; exit 7')
    expect(ran).toEqual({ code: 7, stdout: `${nodeId}\n`, stderr: '' })
    expect(await batchai(...exec, '--node-id', 'tvm-none', '--exec', 'true')).toMatchObject({ code: 5 })
    expect(await batchai(...exec)).toMatchObject({ code: 2, stderr: expect.stringContaining('--exec COMMAND') })
    expect(await batchai(...exec, '-L', '22')).toMatchObject({ code: 2 })
    expect(await batchai(...exec, '--exec', 'true', '-p', 'secret')).toMatchObject({ code: 2 })
    const port = await freePort()
    const forwarding = user.start(['batchai', ...exec, '-L', `${port}:localhost:22`])
    await until(async () => ((await bannerAt(port)) === 'SSH-2.0' ? undefined : 'nothing is forwarded'))
    forwarding.child.kill('SIGTERM')
    await forwarding.ended
    expect(await bannerAt(port)).toBe('')
  })

  test('BA-10: what is held of the quota', async () => {
    const { stdout } = await batchai('list-usages', '--location', product.facts.location)
    expect(stdout).toMatch(/^NAME +HELD +LIMIT\nTotal dedicated cores +\d+ +\d+$/im)
  })

  test('BA-14, BA-15, BA-16, BA-17: a file, --nfs-name, a set-up task without a place for its output, a password', async () => {
    await writeFile(
      join(folder, 'cluster.json'),
      JSON.stringify({ properties: { vmSize: 'STANDARD_D2_V2', vmPriority: 'lowpriority' } }),
    )
    const server = ['file-server', 'create', '--name', 'disks', ...here(), '--vm-size', 'Standard_D1_v2']
    const disks = ['--disk-count', '1', '--disk-size', '10', '--storage-sku', 'Standard_LRS']
    expect(await batchai(...server, ...disks, '--user-name', 'ana', '--password', 'a secret')).toMatchObject({
      code: 0,
    })
    const made = await batchai(
      ...['cluster', 'create', '--name', 'other', ...here(), '--config-file', join(folder, 'cluster.json')],
      ...[
        '--vm-size',
        'Standard_D1_v2',
        '--image',
        'microsoft-ads:linux-data-science-vm-ubuntu:linuxdsvmubuntu:latest',
        '--setup-task',
        'apt install unzip -y',
      ],
      ...['--nfs-name', 'disks', '--user-name', 'adminuser', '--password', 'secretpassword', '-o', 'json'],
    )
    expect(made.code).toBe(0)
    expect(made.stdout).not.toContain('secretpassword')
    expect(JSON.parse(made.stdout).properties).toMatchObject({
      vmSize: 'Standard_D1_v2',
      vmPriority: 'lowpriority',
      virtualMachineConfiguration: { imageReference: { sku: 'linuxdsvmubuntu' } },
      nodeSetup: {
        setupTask: { commandLine: 'apt install unzip -y', stdOutErrPathPrefix: '/var/log/setup-task' },
        mountVolumes: { fileServers: [{ relativeMountPath: 'nfs' }] },
      },
      userAccountSettings: { adminUserName: 'adminuser' },
    })
    expect((await batchai('file-server', 'list', ...here())).stdout).toMatch(
      /^disks +Standard_D1_v2 +1 x 10 GB +succeeded /m,
    )
    expect((await batchai('file-server', 'show', '--name', 'disks', ...here())).stdout).toMatch(/^NAME +disks$/m)
    const gone = ['--name', 'disks', ...here(), '--yes']
    expect(await batchai('file-server', 'delete', ...gone)).toMatchObject({ code: 5 })
    expect(await batchai('file-server', 'create', '--name', 'no', ...here(), '--subnet', '/x')).toMatchObject({
      code: 2,
    })
    await batchai('cluster', 'delete', '--name', 'other', ...here(), '--yes')
    expect(await batchai('file-server', 'delete', ...gone)).toMatchObject({ code: 0 })
  })

  test('BA-31, BA-32: what needs storage accounts is refused by name', async () => {
    const line = [
      'cluster',
      'create',
      '--name',
      'no',
      ...here(),
      '--vm-size',
      'Standard_D1_v2',
      '--min',
      '0',
      '--max',
      '4',
    ]
    expect(await batchai(...line, '--use-auto-storage')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--use-auto-storage cannot be honoured'),
    })
    expect(await batchai(...line, '--afs-name', 'share')).toMatchObject({ code: 2 })
  })

  test('BA-39, BA-40: the lines that resize and delete', async () => {
    expect(await batchai('cluster', 'resize', '--name', 'mycluster', ...here(), '--target', '0')).toMatchObject({
      code: 0,
    })
    expect(
      await batchai('cluster', 'auto-scale', '--name', 'mycluster', ...here(), '--min', '0', '--max', '2'),
    ).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^NODES +0 to 2$/m),
    })
    expect(await batchai('cluster', 'delete', '--name', 'mycluster', ...here(), '--yes')).toMatchObject({ code: 0 })
    expect(await batchai('workspace', 'delete', ...here(), '--yes')).toMatchObject({ code: 0 })
  })
})
