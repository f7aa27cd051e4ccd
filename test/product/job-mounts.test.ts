// What jobs bring along to a cluster that mounts nothing: file servers of their workspace and mounts by commands of their own,
// in their nodes alone and for as long as they have them; and a cluster's volumes that died.

import { chmod, copyFile, mkdir, readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pathsIn } from '../../src/config.ts'
import { fileServerShare } from '../../src/providers/batchai/file-servers/file-server-share.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'
import { openSshClient, type SshClient } from '../support/ssh-client.ts'

const version = 'api-version=2018-05-01'
const mountRoot = '/mnt/batch/tasks/shared/LS_root/mounts'

/** Mounts a file system that is a program of the node's. */
const fuse = (folder: string) => `sh -c 'cd / && exec python3 ${folder}/fuse_program.py mount answers "$0" allow_other'`

let product: Product
let client: SshClient
let workspace: string

skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  ;[product, client] = await Promise.all([startProduct(), openSshClient()])
  const { subscriptionId, resourceGroup } = product.facts
  workspace = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.BatchAI/workspaces/batch`
  await call('PUT', workspace, { location: 'local' })
  await call('PUT', `${workspace}/experiments/trial`, {})
  await makeFileServer('disks')
  const folder = join(pathsIn(product.data).volumes, 'shares', fileServerShare(server('disks').id))
  await mkdir(folder, { recursive: true })
  // As the engine makes it: whoever is in a node writes there.
  await chmod(folder, 0o777)
  await copyFile(join(import.meta.dirname, '../support/fuse_program.py'), join(folder, 'fuse_program.py'))
  await makeCluster('plain', {})
  await makeCluster('volumes', {
    mountVolumes: {
      fileServers: [{ fileServer: server('disks'), relativeMountPath: 'disks' }],
      unmanagedFileSystems: [
        { mountCommand: fuse('/srv/fileservers/0'), relativeMountPath: 'program' },
        { mountCommand: 'echo mounted with $COLOUR >> /var/tmp/mountings; ls -d', relativeMountPath: 'own' },
      ],
    },
    setupTask: {
      commandLine: 'true',
      stdOutErrPathPrefix: '/var/log/setup',
      environmentVariables: [{ name: 'COLOUR', value: 'dark red' }],
    },
  })
})
afterAll(async () => {
  await client?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

const call = (method: string, path: string, body?: unknown) =>
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came over the wire
  product.client.call<any>(method, `${path}${path.includes('?') ? '&' : '?'}${version}`, body)
const server = (name: string) => ({ id: `${workspace}/fileServers/${name}` })

function makeFileServer(name: string) {
  const userAccountSettings = { adminUserName: 'ana', adminUserPassword: 'a long secret' }
  const dataDisks = { diskSizeInGB: 10, diskCount: 1, storageAccountType: 'Standard_LRS' }
  const properties = { vmSize: 'STANDARD_D1_V2', sshConfiguration: { userAccountSettings }, dataDisks }
  return call('PUT', server(name).id, { properties })
}

async function makeCluster(name: string, nodeSetup: object) {
  await call('PUT', `${workspace}/clusters/${name}`, {
    properties: {
      ...{ vmSize: 'STANDARD_D1_V2', nodeSetup, scaleSettings: { manual: { targetNodeCount: 1 } } },
      userAccountSettings: { adminUserName: 'ana', adminUserSshPublicKey: client.publicKey },
    },
  })
  await until(async () => {
    const { nodeStateCounts, errors } = (await call('GET', `${workspace}/clusters/${name}`)).properties
    return nodeStateCounts.idleNodeCount === 1 ? undefined : JSON.stringify([nodeStateCounts, errors])
  })
}

/** Submits a job and answers how it ended, with what it printed. */
async function runJob(name: string, commandLine: string, more: object) {
  const id = `${workspace}/experiments/trial/jobs/${name}`
  await call('PUT', id, {
    properties: {
      ...{ cluster: { id: `${workspace}/clusters/plain` }, nodeCount: 1, customToolkitSettings: { commandLine } },
      ...{ stdOutErrPathPrefix: '$AZ_BATCHAI_JOB_MOUNT_ROOT/nfs', ...more },
    },
  })
  await until(async () => {
    const { executionState } = (await call('GET', id)).properties
    return ['succeeded', 'failed'].includes(executionState) ? undefined : `${name} is ${executionState}`
  })
  const { executionState, executionInfo } = (await call('GET', id)).properties
  return { state: executionState, exitCode: executionInfo.exitCode, errors: executionInfo.errors, id }
}

async function printedBy(id: string): Promise<string> {
  const { value } = await call('POST', `${id}/listOutputFiles?outputdirectoryid=stdouterr`)
  const url = value.find((file: { name: string }) => file.name === 'stdout.txt').downloadUrl
  const ca = await readFile(product.facts.caFile)
  const answer = await new Promise<IncomingMessage>((resolve, reject) => get(url, { ca }, resolve).on('error', reject))
  return `${answer.statusCode} ${await text(answer)}`
}

async function inNode(cluster: string, command: string): Promise<string> {
  const [login] = (await call('POST', `${workspace}/clusters/${cluster}/listRemoteLoginInformation`)).value
  const { stdout } = await client.ssh({ host: login.ipAddress, port: login.port, user: 'ana' }, command)
  return stdout.trim()
}

const nfs = (name: string, more: object = {}) => ({
  fileServers: [{ fileServer: server(name), relativeMountPath: 'nfs', mountOptions: 'rw', ...more }],
})

test('BA-14: a job brings a file server along to a cluster that mounts none, also one that was made later', async () => {
  await makeFileServer('later')
  const first = await runJob('writes', 'echo kept > $AZ_BATCHAI_JOB_MOUNT_ROOT/nfs/kept; echo here', {
    mountVolumes: nfs('later'),
  })
  expect(first).toMatchObject({ state: 'succeeded', exitCode: 0 })
  expect(await printedBy(first.id)).toBe('200 here\n')
  // Its cluster takes away what was brought along once it is over.
  await until(async () => ((await inNode('plain', 'ls /srv/fileservers')) === '' ? undefined : 'it is still there'))
  const looks = 'cat $AZ_BATCHAI_JOB_MOUNT_ROOT/read/kept && ! touch $AZ_BATCHAI_JOB_MOUNT_ROOT/read/no'
  const read = { fileServer: server('later'), relativeMountPath: 'read', mountOptions: 'ro' }
  const second = await runJob('reads', looks, { mountVolumes: { fileServers: [...nfs('disks').fileServers, read] } })
  expect(second).toMatchObject({ state: 'succeeded', exitCode: 0 })
  expect(await printedBy(second.id)).toBe('200 kept\n')
})

test('BA-14: a job mounts by commands of its own, before its preparation, and what they leave running ends with it', async () => {
  const commands = [
    {
      relativeMountPath: 'a',
      mountCommand: '(setsid sleep 7200 & echo $! > /var/tmp/mounter); echo one > /var/tmp/a; ls',
    },
    { relativeMountPath: 'b/c', mountCommand: 'cp /var/tmp/a' },
  ]
  const job = await runJob('mounts', 'cat $AZ_BATCHAI_JOB_MOUNT_ROOT/b/c/a; kill -0 $(cat /var/tmp/mounter)', {
    jobPreparation: { commandLine: 'cat $AZ_BATCHAI_JOB_MOUNT_ROOT/b/c/a' },
    mountVolumes: { ...nfs('disks'), unmanagedFileSystems: commands },
  })
  expect(job).toMatchObject({ state: 'succeeded', errors: [] })
  expect(await printedBy(job.id)).toBe('200 one\n')
  expect(await inNode('plain', 'sudo kill -0 $(cat /var/tmp/mounter) || echo gone')).toBe('gone')
})

test('BA-14: a mount that fails keeps the job from starting, with which and why', async () => {
  const unmanagedFileSystems = [
    { relativeMountPath: 'a', mountCommand: 'ls' },
    { relativeMountPath: 'b', mountCommand: 'echo no such host >&2; false' },
  ]
  const { state, errors } = await runJob('broken', 'true', { mountVolumes: { ...nfs('disks'), unmanagedFileSystems } })
  expect([state, errors]).toEqual(['failed', [expect.objectContaining({ code: 'JobNotStarted' })]])
  expect(errors[0].message).toContain('mounts volume 2 failed: no such host')
})

test('BA-14: volumes of a cluster that have gone are mounted again while the node is up, and those that have not are not', async () => {
  expect(await inNode('volumes', 'cat /var/tmp/mountings')).toBe('mounted with dark red')
  await inNode('volumes', `echo kept > ${mountRoot}/disks/kept; sudo rm -rf ${mountRoot}/own ${mountRoot}/disks`)
  await until(async () => {
    const seen = await inNode('volumes', `cat ${mountRoot}/disks/kept /var/tmp/mountings; ls -d ${mountRoot}/own`)
    const wanted = `kept\nmounted with dark red\nmounted with dark red\n${mountRoot}/own`
    return seen === wanted ? undefined : seen
  })
})

test('BA-14: a file system whose program died is mounted again, and one of a job goes with the job', async () => {
  const read = `sudo cat ${mountRoot}/program/hello`
  expect(await inNode('volumes', read)).toBe('data from a program')
  await inNode('volumes', 'sudo pkill -9 -f "mount answers"')
  await until(async () => {
    const seen = await inNode('volumes', read)
    return seen === 'data from a program' ? undefined : `it says ${seen}`
  })
  const folder = '$AZ_BATCHAI_JOB_MOUNT_ROOT/nfs'
  for (const name of ['one', 'two']) {
    const job = await runJob(name, 'cat $AZ_BATCHAI_JOB_MOUNT_ROOT/own/hello', {
      mountVolumes: {
        ...nfs('disks'),
        unmanagedFileSystems: [{ mountCommand: fuse(folder), relativeMountPath: 'own' }],
      },
    })
    expect(job).toMatchObject({ state: 'succeeded', errors: [] })
    expect(await printedBy(job.id)).toBe('200 data from a program\n')
    expect(await inNode('plain', "awk '$3 ~ /^fuse/' /proc/mounts; pgrep -f '[f]use_program' || echo none")).toBe(
      'none',
    )
  }
})
