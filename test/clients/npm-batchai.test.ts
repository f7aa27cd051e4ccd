// Azure's npm client of Batch AI, unmodified, against the running product.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct, until } from '../support/product.ts'
import { openSshClient, type SshClient } from '../support/ssh-client.ts'
import { type NpmClients, startNpmClients } from './npm/start-npm-clients.ts'

const location = 'eastus'
const vmSize = 'STANDARD_D1_V2'
const place = { group: 'npm-batch', workspace: 'lab' }

let product: Product
let npm: NpmClients
let client: SshClient

beforeAll(async () => {
  ;[product, client] = await Promise.all([startProduct(), openSshClient()])
  npm = startNpmClients(product.facts)
  await npm.call('createGroup', place.group, { location })
})
afterAll(async () => {
  await npm?.[Symbol.asyncDispose]()
  await client?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

const user = () => ({ adminUserName: 'ana', adminUserSshPublicKey: client.publicKey })

describe('@azure/arm-batchai', () => {
  test('BA-42: creates, tags, reads and lists a workspace', async () => {
    const made = await npm.call('createBatchWorkspace', place, location)
    expect(made).toMatchObject({
      name: 'lab',
      location,
      provisioningState: 'succeeded',
      creationTime: expect.any(Date),
    })
    expect(await npm.call('tagBatchWorkspace', place, { team: 'maps' })).toMatchObject({ tags: { team: 'maps' } })
    expect(await npm.call('getBatchWorkspace', place)).toMatchObject({ tags: { team: 'maps' } })
    expect((await npm.call('listBatchWorkspaces')).map(({ name }) => name)).toEqual(['lab'])
    expect((await npm.call('listBatchWorkspacesOfGroup', place.group)).map(({ name }) => name)).toEqual(['lab'])
  })

  test('BA-30, BA-36, BA-37: creates a cluster, waits for its node and enters it', async () => {
    const made = await npm.call('createCluster', place, 'one', {
      vmSize,
      scaleSettings: { manual: { targetNodeCount: 1 } },
      userAccountSettings: user(),
    })
    expect(made).toMatchObject({ name: 'one', provisioningState: 'succeeded', vmPriority: 'dedicated' })
    await until(async () => {
      const { nodeStateCounts, errors } = await npm.call('getCluster', place, 'one')
      return nodeStateCounts?.idleNodeCount === 1 ? undefined : JSON.stringify([nodeStateCounts, errors])
    })
    const [login] = await npm.call('listRemoteLogins', place, 'one')
    expect(login).toMatchObject({ nodeId: expect.stringMatching(/^tvm-/), port: 50_000 })
    const address = { host: login?.ipAddress ?? '', port: login?.port ?? 0, user: 'ana' }
    expect(await client.ssh(address, 'hostname')).toMatchObject({ code: 0, stdout: `${login?.nodeId}\n` })
  })

  test('BA-33: lists clusters, page by page', async () => {
    await npm.call('createCluster', place, 'two', { vmSize, userAccountSettings: user() })
    expect(await npm.call('listClusters', place, 1)).toEqual([['one'], ['two']])
    expect(await npm.call('listClusters', place, 10)).toEqual([['one', 'two']])
  })

  test('BA-39: resizes a cluster, and lets one scale by itself', async () => {
    const auto = { autoScale: { minimumNodeCount: 0, maximumNodeCount: 2 } }
    expect((await npm.call('updateCluster', place, 'two', auto)).scaleSettings).toEqual({
      autoScale: { minimumNodeCount: 0, maximumNodeCount: 2, initialNodeCount: 0 },
    })
    await npm.call('updateCluster', place, 'one', { manual: { targetNodeCount: 0 } })
    await until(async () => {
      const { currentNodeCount } = await npm.call('getCluster', place, 'one')
      return currentNodeCount === 0 ? undefined : `${currentNodeCount} nodes`
    })
  })

  test('BA-11: is told by code what is refused', async () => {
    await expect(
      npm.call('createCluster', place, 'large', {
        vmSize,
        scaleSettings: { manual: { targetNodeCount: 101 } },
        userAccountSettings: user(),
      }),
    ).rejects.toMatchObject({ refusal: { statusCode: 400, code: 'InvalidRequestContent' } })
    await expect(npm.call('getCluster', place, 'none')).rejects.toMatchObject({
      refusal: { statusCode: 404, code: 'ResourceNotFound' },
    })
  })

  test('BA-14: creates, lists and deletes a file server', async () => {
    const made = await npm.call('createFileServer', place, 'disks', {
      vmSize,
      sshConfiguration: { userAccountSettings: user() },
      dataDisks: { diskSizeInGB: 10, diskCount: 1, storageAccountType: 'Standard_LRS' },
    })
    expect(made).toMatchObject({ name: 'disks', mountSettings: { mountPoint: '/mnt/data' } })
    expect((await npm.call('listFileServers', place)).map(({ name }) => name)).toEqual(['disks'])
    await npm.call('deleteFileServer', place, 'disks')
  })

  test('BA-10: lists usages', async () => {
    const usages = await npm.call('listBatchUsages', location)
    expect(usages.find(({ name }) => name?.value === 'total')).toMatchObject({ unit: 'Count', limit: 100 })
  })

  test('BA-18: lists what may be done', async () => {
    const names = (await npm.call('listBatchOperations')).map(({ name }) => name)
    expect(names).toContain('Microsoft.BatchAI/workspaces/experiments/jobs/write')
  })

  test('BA-40: deletes a cluster, and what is left with the workspace', async () => {
    await npm.call('deleteCluster', place, 'one')
    expect(await npm.call('listClusters', place, 10)).toEqual([['two']])
    await npm.call('deleteBatchWorkspace', place)
    expect(await npm.call('listBatchWorkspaces')).toEqual([])
  })
})
