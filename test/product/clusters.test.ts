// Clusters on the running product: nodes of their own, whom their user enters by SSH, that know each other, share a file
// server, and have been set up.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct, until } from '../support/product.ts'
import { openSshClient, type SshClient } from '../support/ssh-client.ts'

const version = 'api-version=2018-05-01'

interface Login {
  readonly nodeId: string
  readonly ipAddress: string
  readonly port: number
}

let product: Product
let client: SshClient
let workspace: string

beforeAll(async () => {
  ;[product, client] = await Promise.all([startProduct(), openSshClient()])
  const { subscriptionId, resourceGroup } = product.facts
  workspace = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.BatchAI/workspaces/batch`
  await call('PUT', workspace, { location: 'local' })
  await call('PUT', `${workspace}/fileServers/disks`, {
    properties: {
      vmSize: 'STANDARD_D1_V2',
      sshConfiguration: { userAccountSettings: { adminUserName: 'ana', adminUserPassword: 'a secret' } },
      dataDisks: { diskSizeInGB: 10, diskCount: 1, storageAccountType: 'Standard_LRS' },
    },
  })
})
afterAll(async () => {
  await client?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

const call = (method: string, path: string, body?: unknown) =>
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came over the wire
  product.client.call<any>(method, `${path}?${version}`, body)
const clusterOf = async (name: string) => (await call('GET', `${workspace}/clusters/${name}`)).properties
const loginsOf = async (name: string): Promise<Login[]> =>
  (await call('POST', `${workspace}/clusters/${name}/listRemoteLoginInformation`)).value

function make(name: string, properties: object) {
  return call('PUT', `${workspace}/clusters/${name}`, {
    properties: {
      vmSize: 'STANDARD_D1_V2',
      userAccountSettings: { adminUserName: 'ana', adminUserSshPublicKey: client.publicKey },
      ...properties,
    },
  })
}

function untilCounts(name: string, wanted: object) {
  return until(async () => {
    const { nodeStateCounts, allocationState, errors } = await clusterOf(name)
    const isThere = Object.entries(wanted).every(([state, count]) => nodeStateCounts[`${state}NodeCount`] === count)
    return isThere && allocationState === 'steady'
      ? undefined
      : `${name}: ${allocationState} ${JSON.stringify(nodeStateCounts)} ${JSON.stringify(errors)}`
  })
}

/** As for the first time: a port may have been that of another node before. */
async function enter({ ipAddress: host, port }: Login, command: string) {
  await rm(join(client.folder, 'known_hosts'), { force: true })
  return client.ssh({ host, port, user: 'ana' }, command)
}

describe('a cluster of two nodes', () => {
  let logins: Login[]

  beforeAll(async () => {
    await make('pair', {
      scaleSettings: { manual: { targetNodeCount: 2 } },
      nodeSetup: {
        setupTask: {
          commandLine: 'echo "set up by $(whoami) with $COLOUR and $TOKEN"; echo oops >&2',
          environmentVariables: [{ name: 'COLOUR', value: 'dark red' }],
          secrets: [{ name: 'TOKEN', value: "it's a secret" }],
          stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/disks',
        },
        mountVolumes: {
          fileServers: [{ fileServer: { id: `${workspace}/fileServers/disks` }, relativeMountPath: 'disks' }],
          unmanagedFileSystems: [{ mountCommand: 'touch /var/tmp/mounted && ls -d', relativeMountPath: 'own/place' }],
        },
      },
    })
    await untilCounts('pair', { idle: 2 })
    logins = await loginsOf('pair')
  })

  test('BA-37: is entered by SSH at the address and port that are told, with the key of its user', async () => {
    expect(logins.map(({ port }) => port)).toEqual([50_000, 50_001])
    for (const login of logins)
      expect(await enter(login, 'hostname; whoami; sudo whoami')).toMatchObject({
        code: 0,
        stdout: `${login.nodeId}\nana\nroot\n`,
      })
  })

  test('its nodes know each other by name, and go from one to the next without being asked', async () => {
    const [one, other] = logins
    if (!one || !other) throw new Error('no two nodes')
    expect(await enter(one, `ssh -o BatchMode=yes ${other.nodeId} hostname`)).toMatchObject({
      code: 0,
      stdout: `${other.nodeId}\n`,
    })
  })

  test('BA-16: its set-up task ran as root on each node, with variables and secrets, and its output is in its path', async () => {
    const { nodeSetup } = await clusterOf('pair')
    const { stdOutErrPathSuffix: suffix, secrets } = nodeSetup.setupTask
    const { subscriptionId, resourceGroup } = product.facts
    expect(suffix).toMatch(
      new RegExp(`^${subscriptionId}/${resourceGroup}/workspaces/batch/clusters/pair/[0-9a-f-]{36}$`),
    )
    expect(secrets).toEqual([{ name: 'TOKEN' }])
    const folder = `/mnt/batch/tasks/shared/LS_root/mounts/disks/${suffix}`
    const [one, other] = logins
    if (!one || !other) throw new Error('no two nodes')
    // On the file server, so that one node sees what the other wrote.
    const read = (name: string) => enter(one, `cat ${folder}/${name}`)
    expect((await read(`stdout-${other.nodeId}.txt`)).stdout).toBe("set up by root with dark red and it's a secret\n")
    expect((await read(`stderr-${other.nodeId}.txt`)).stdout).toBe('oops\n')
    expect((await read(`execution-${other.nodeId}.log`)).stdout).toMatch(/started\n.* ended with exit status 0\n$/)
  })

  test('BA-16: a node that comes up again runs it again', async () => {
    const { nodeSetup } = await clusterOf('pair')
    const [one, other] = logins
    if (!one || !other) throw new Error('no two nodes')
    const folder = `/mnt/batch/tasks/shared/LS_root/mounts/disks/${nodeSetup.setupTask.stdOutErrPathSuffix}`
    const ends = `grep -c 'ended with exit status 0' ${folder}/execution-${one.nodeId}.log`
    expect((await enter(other, ends)).stdout).toBe('1\n')
    await enter(one, 'sudo kill -TERM 1')
    await until(async () => {
      const { stdout } = await enter(other, ends)
      return stdout === '2\n' ? undefined : stdout
    })
    await untilCounts('pair', { idle: 2 })
    expect((await enter(one, 'hostname')).stdout).toBe(`${one.nodeId}\n`)
  })

  test('PO-06: what one node writes on the shared volume the other reads', async () => {
    const [one, other] = logins
    if (!one || !other) throw new Error('no two nodes')
    const file = '/mnt/batch/tasks/shared/LS_root/mounts/disks/note'
    expect(await enter(one, `echo from $(hostname) > ${file}`)).toMatchObject({ code: 0 })
    expect((await enter(other, `cat ${file}`)).stdout).toBe(`from ${one.nodeId}\n`)
  })

  test('an unmanaged volume is mounted by its command, with the place as its last argument', async () => {
    const [one] = logins
    if (!one) throw new Error('no node')
    const { stdout } = await enter(one, 'ls -d /var/tmp/mounted /mnt/batch/tasks/shared/LS_root/mounts/own/place')
    expect(stdout.trim().split('\n')).toHaveLength(2)
  })

  test('BA-20, BA-39: goes to no nodes, and nothing of them is left', async () => {
    await call('PATCH', `${workspace}/clusters/pair`, {
      properties: { scaleSettings: { manual: { targetNodeCount: 0 } } },
    })
    await untilCounts('pair', { idle: 0, leaving: 0 })
    expect(await clusterOf('pair')).toMatchObject({ currentNodeCount: 0 })
    expect(await loginsOf('pair')).toEqual([])
  })
})

describe('a cluster whose user has a password', () => {
  test('BA-15: lets in with it, with no other, and tells it nobody', async () => {
    const password = "it's *one* $ecret"
    await make('worded', {
      scaleSettings: { manual: { targetNodeCount: 1 } },
      userAccountSettings: { adminUserName: 'ben', adminUserPassword: password },
    })
    await untilCounts('worded', { idle: 1 })
    const [login] = await loginsOf('worded')
    if (!login) throw new Error('no node')
    const address = { host: login.ipAddress, port: login.port, user: 'ben' }
    expect(await client.sshByPassword(address, 'whoami', password)).toMatchObject({ code: 0, stdout: 'ben\n' })
    expect((await client.sshByPassword(address, 'whoami', 'another')).code).toBe(255)
    expect((await clusterOf('worded')).userAccountSettings).toEqual({ adminUserName: 'ben' })
    await call('DELETE', `${workspace}/clusters/worded`)
  })
})

describe('a set-up task or mount that fails', () => {
  test.each([
    [
      'broken-task',
      { setupTask: { commandLine: 'echo no; exit 3', stdOutErrPathPrefix: '/var/log/setup' } },
      'SetupTaskFailed',
      'ended with exit status 3',
    ],
    [
      'broken-mount',
      {
        mountVolumes: {
          unmanagedFileSystems: [
            { mountCommand: 'true', relativeMountPath: 'a' },
            { mountCommand: 'false', relativeMountPath: 'b' },
          ],
        },
      },
      'MountVolumeFailed',
      'Mount volume 2',
    ],
  ])(
    'BA-14, BA-16: %s leaves its node unusable, with the reason, and SSH open',
    async (name, nodeSetup, code, words) => {
      await make(name, { scaleSettings: { manual: { targetNodeCount: 1 } }, nodeSetup })
      await untilCounts(name, { unusable: 1 })
      const [login] = await loginsOf(name)
      if (!login) throw new Error('no node')
      const { errors } = await clusterOf(name)
      expect(errors).toMatchObject([
        { code, details: expect.arrayContaining([{ name: 'NodeId', value: login.nodeId }]) },
      ])
      expect(errors[0].message).toContain(words)
      expect((await enter(login, 'hostname')).stdout).toBe(`${login.nodeId}\n`)
      await call('DELETE', `${workspace}/clusters/${name}`)
    },
  )
})
