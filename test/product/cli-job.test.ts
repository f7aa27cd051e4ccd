// `carrel job`, and the lines of `az batchai job` after `carrel`, on the running product.

import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CliUser, openCliUser } from '../support/cli-user.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { bringSmallImage } from '../support/small-image.ts'

let product: Product
let user: CliUser
const carrel = (...words: string[]) => user.carrel(...words)

beforeAll(async () => {
  product = await startProduct()
  user = await openCliUser({ CARREL_DATA: product.data })
  const { subscriptionId, resourceGroup, workspace } = product.facts
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.BatchAI/workspaces/${workspace}`
  const key = join(user.home, 'key')
  await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  const adminUserSshPublicKey = await readFile(`${key}.pub`, 'utf8')
  const userAccountSettings = { adminUserName: 'ana', adminUserPassword: 'a long secret', adminUserSshPublicKey }
  const dataDisks = { diskSizeInGB: 10, diskCount: 1, storageAccountType: 'Standard_LRS' }
  const version = 'api-version=2018-05-01'
  const vmSize = 'STANDARD_D1_V2'
  await product.client.call('PUT', `${id}?${version}`, { location: 'local' })
  await product.client.call('PUT', `${id}/fileServers/disks?${version}`, {
    properties: { vmSize, sshConfiguration: { userAccountSettings }, dataDisks },
  })
  const fileServers = [{ fileServer: { id: `${id}/fileServers/disks` }, relativeMountPath: 'disks' }]
  await product.client.call('PUT', `${id}/clusters/pool?${version}`, {
    properties: {
      ...{ vmSize, userAccountSettings, nodeSetup: { mountVolumes: { fileServers } } },
      scaleSettings: { autoScale: { minimumNodeCount: 0, maximumNodeCount: 1 } },
    },
  })
})
afterAll(async () => {
  await user?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

test('PO-07: job submit queues a command line, job stream prints what it writes until it is over', async () => {
  expect(await carrel('job', 'list')).toMatchObject({ code: 0, stdout: expect.stringContaining('No jobs.') })
  // A letter of two bytes, which is written in two parts.
  const script = 'for i in 1 2 3; do printf "$WORD \\303"; sleep 0.7; printf "\\244 $i\\n"; done'
  const made = await carrel('job', 'submit', 'count', '--cluster', 'pool', '--env', 'WORD=line', '--', script)
  expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining('count is in the queue.') })
  const streamed = await carrel('job', 'stream', 'count')
  expect(streamed).toMatchObject({ code: 0, stdout: 'line ä 1\nline ä 2\nline ä 3\n' })
  const files = JSON.parse((await carrel('job', 'files', 'count', '-o', 'json')).stdout)
  expect(files.map(({ name }: { name: string }) => name)).toEqual(['stderr.txt', 'stdout.txt'])
  expect((await carrel('job', 'show', 'count')).stdout).toMatch(/STATE +succeeded\nEXIT +0\n/)
})

test('a job that fails makes job stream fail, and several words are taken as they are', async () => {
  await carrel('job', 'submit', 'bad', '--cluster', 'pool', '--', 'sh', '-c', 'echo "two  words"; exit 4')
  const streamed = await carrel('job', 'stream', 'bad')
  expect(streamed).toMatchObject({ code: 1, stdout: 'two  words\n' })
  expect(streamed.stderr).toContain('The job ended with exit status 4.')
  expect(await carrel('job', 'show', 'none')).toMatchObject({ code: 3 })
})

test('BA-14: job submit brings a file server along, and its output lies there', async () => {
  const script = 'ls -d $AZ_BATCHAI_JOB_MOUNT_ROOT/*'
  await carrel('job', 'submit', 'own', '--cluster', 'pool', '--file-server', 'disks:mine', '--', script)
  const streamed = await carrel('job', 'stream', 'own')
  expect(streamed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\S+\/jobs\/own\/mounts\/mine\n$/) })
})

test('BA-38: a command runs on the node of a job; job cancel ends it, job delete takes it away', async () => {
  await carrel('job', 'submit', 'long', '--cluster', 'pool', '--', 'sleep 600')
  const exec = ['batchai', 'job', 'node', 'exec', '-j', 'long', '-e', 'default', '-w', product.facts.workspace]
  await until(async () => {
    const { code, stdout, stderr } = await carrel(...exec, '--exec', 'hostname', '-k', join(user.home, 'key'))
    return code === 0 && stdout.startsWith('tvm-') ? undefined : JSON.stringify([code, stdout, stderr])
  })
  const ended = await carrel('job', 'cancel', 'long')
  expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('long is over.') })
  expect((await carrel('job', 'show', 'long')).stdout).toContain('The job was ended on request.')
  expect(await carrel('job', 'delete', 'long', '--yes')).toMatchObject({ code: 0 })
})

test('BA-38: job submit --mpi runs the command in each process, and says what it cannot take', async () => {
  const line = 'echo $OMPI_COMM_WORLD_RANK of $OMPI_COMM_WORLD_SIZE'
  await carrel('job', 'submit', 'ranks', '--cluster', 'pool', '--mpi', '--processes', '2', '--', line)
  const streamed = await carrel('job', 'stream', 'ranks')
  expect(streamed.stdout.trim().split('\n').sort()).toEqual(['0 of 2', '1 of 2'])
  expect((await carrel('job', 'show', 'ranks')).stdout).toMatch(/TOOLKIT +custommpi\nPROCESSES +2\n/)
  const refused = await carrel('job', 'submit', 'no', '--cluster', 'pool', '--processes', '2', '--', line)
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('add --mpi') })
})

test('BA-38: job submit runs a command in a container, with a password that is piped in', async () => {
  await using image = await bringSmallImage()
  const words = ['--cluster', 'pool', '--image', image.name, '--shm-size', '64m', '--registry-user', 'team']
  const command = ['job', 'submit', 'boxed', ...words, '--registry-password-stdin', '--', 'cat /etc/whose']
  const made = await user.start(command, 'hush-hush\n').ended
  expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining('boxed is in the queue.') })
  expect(await carrel('job', 'stream', 'boxed')).toMatchObject({ code: 0, stdout: 'imported\n' })
  expect((await carrel('job', 'show', 'boxed')).stdout).toContain(image.name)
  const shown = JSON.parse((await carrel('job', 'show', 'boxed', '-o', 'json')).stdout)
  expect(shown.properties.containerSettings).toEqual({
    imageSourceRegistry: { image: image.name, credentials: { username: 'team' } },
    shmSize: '64m',
  })
  const path = join(user.home, 'boxed.json')
  const properties = {
    nodeCount: 1,
    containerSettings: { imageSourceRegistry: { image: image.name } },
    customToolkitSettings: { commandLine: 'exit 9' },
    stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/disks',
  }
  await writeFile(path, JSON.stringify({ properties }))
  const place = ['--workspace', product.facts.workspace, '--experiment', 'default']
  const line = ['batchai', 'job', 'create', '-n', 'filed', '-c', 'pool', '-f', path, ...place]
  expect(await carrel(...line)).toMatchObject({ code: 0 })
  expect(await carrel('job', 'stream', 'filed')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('exit status 9'),
  })
})

test('what cannot be had of a container is said before anything is made', async () => {
  const submit = (...words: string[]) => carrel('job', 'submit', 'none', '--cluster', 'pool', ...words, '--', 'true')
  expect(await submit('--shm-size', '1g')).toMatchObject({ code: 2, stderr: expect.stringContaining('--image') })
  const half = await submit('--image', 'team/train:4', '--registry-user', 'team')
  expect(half).toMatchObject({ code: 2, stderr: expect.stringContaining('--registry-password-stdin together') })
  const refused = await submit('--image', '10.0.0.7:5000/a')
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('carrel up --allow-images 10.0.0.7:5000') })
  expect(await carrel('job', 'show', 'none')).toMatchObject({ code: 3 })
})

test('BA-38: the lines of az batchai job run after carrel', async () => {
  const path = join(user.home, 'job.json')
  const properties = {
    nodeCount: 1,
    customToolkitSettings: { commandLine: 'echo hello' },
    stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/disks',
  }
  await writeFile(path, JSON.stringify({ properties }))
  const batchai = (...words: string[]) => carrel('batchai', ...words, '--workspace', product.facts.workspace)
  const job = (...words: string[]) => batchai('job', ...words, '--experiment', 'trial')
  expect(await batchai('experiment', 'create', '--name', 'trial')).toMatchObject({ code: 0 })
  expect(await job('create', '-n', 'one', '-c', 'pool', '-f', path)).toMatchObject({ code: 0 })
  expect(await job('file', 'stream', '-j', 'one', '-f', 'stdout.txt')).toMatchObject({ code: 0, stdout: 'hello\n' })
  expect((await job('file', 'list', '-j', 'one')).stdout).toMatch(/^NAME +BYTES +CHANGED\nstderr\.txt/)
  const mounted = { ...properties, stdOutErrPathPrefix: '$AZ_BATCHAI_JOB_MOUNT_ROOT/nfs' }
  await writeFile(path, JSON.stringify({ properties: mounted }))
  expect(await job('create', '-n', 'two', '-c', 'pool', '-f', path, '--nfs', 'disks')).toMatchObject({ code: 0 })
  expect(await job('wait', '-n', 'two', '--interval', '1')).toMatchObject({ code: 0 })
  expect(await job('file', 'stream', '-j', 'two', '-f', 'stdout.txt')).toMatchObject({ code: 0, stdout: 'hello\n' })
  const refused = await job('create', '-n', 'no', '-c', 'pool', '-f', path, '--afs-name', 'share')
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--afs-name cannot be honoured') })
  expect((await job('list')).stdout).toMatch(/one +pool +1 +normal +succeeded +0/)
  expect(await job('node', 'list', '-j', 'one')).toMatchObject({ code: 0 })
  expect(await job('delete', '-n', 'one', '--yes')).toMatchObject({ code: 0 })
  expect(await batchai('experiment', 'delete', '-n', 'trial', '--yes')).toMatchObject({ code: 0 })
})
