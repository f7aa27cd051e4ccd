// Azure's npm client of Batch AI, unmodified: jobs of one node and of several, on the running product.

import { readFile } from 'node:fs/promises'
import { get } from 'node:https'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reckoned, reckoning } from '../support/mpi-program.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { type NpmClients, startNpmClients } from './npm/start-npm-clients.ts'

const location = 'eastus'
const vmSize = 'STANDARD_D1_V2'
const place = { group: 'npm-jobs', workspace: 'lab', experiment: 'trial' }

let product: Product
let npm: NpmClients
let clusterId: string

beforeAll(async () => {
  product = await startProduct()
  npm = startNpmClients(product.facts)
  await npm.call('createGroup', place.group, { location })
  await npm.call('createBatchWorkspace', place, location)
  const userAccountSettings = { adminUserName: 'ana', adminUserPassword: 'a long secret' }
  const dataDisks = { diskSizeInGB: 10, diskCount: 1, storageAccountType: 'Standard_LRS' as const }
  const server = await npm.call('createFileServer', place, 'disks', {
    ...{ vmSize, dataDisks, sshConfiguration: { userAccountSettings } },
  })
  const cluster = await npm.call('createCluster', place, 'pool', {
    ...{ vmSize, userAccountSettings, scaleSettings: { manual: { targetNodeCount: 2 } } },
    nodeSetup: {
      mountVolumes: { fileServers: [{ fileServer: { id: server.id ?? '' }, relativeMountPath: 'nfs' }] },
    },
  })
  clusterId = cluster.id ?? ''
})
afterAll(async () => {
  await npm?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

function submit(name: string, commandLine: string, nodeCount = 1) {
  return npm.call('createJob', place, name, {
    ...{ cluster: { id: clusterId }, nodeCount, customToolkitSettings: { commandLine } },
    stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/nfs',
  })
}

async function ended(name: string) {
  await until(async () => {
    const { executionState } = await npm.call('getJob', place, name)
    return executionState === 'succeeded' || executionState === 'failed' ? undefined : executionState
  })
  return npm.call('getJob', place, name)
}

describe('@azure/arm-batchai', () => {
  test('BA-38: makes an experiment and a job of two nodes, which reach each other by name', async () => {
    await npm.call('createExperiment', place, 'trial')
    expect((await npm.call('listExperiments', place)).map(({ name }) => name)).toEqual(['trial'])
    const hosts = "cut -d' ' -f1 $AZ_BATCHAI_MPI_HOST_FILE"
    const made = await submit('wide', `for host in $(${hosts}); do sudo -u ana ssh $host hostname || exit 9; done`, 2)
    expect(made).toMatchObject({ name: 'wide', provisioningState: 'succeeded', toolType: 'custom', nodeCount: 2 })
    const job = await ended('wide')
    expect(job).toMatchObject({
      executionState: 'succeeded',
      executionInfo: { exitCode: 0, startTime: expect.any(Date), endTime: expect.any(Date) },
    })
    expect((await printed('wide')).trim().split('\n')).toEqual([
      expect.stringMatching(/^tvm-/),
      expect.stringMatching(/^tvm-/),
    ])
  })

  test('BA-38: lists output files part by part', async () => {
    expect(await npm.call('listJobFilesByParts', place, 'wide')).toEqual([['stderr.txt'], ['stdout.txt']])
  })

  test('BA-38: links to output files are read without signing in, in ranges, and cannot be made up', async () => {
    const [link] = await links('wide', 'stdout.txt')
    const part = await fetched(link ?? '', { range: 'bytes=0-3' })
    expect([part.status, part.text, part.range]).toEqual([206, 'tvm-', expect.stringMatching(/^bytes 0-3\//)])
    expect((await fetched(link ?? '', { range: 'bytes=9999-' })).status).toBe(416)
    expect((await fetched(`${link?.slice(0, -4)}AAAA`)).status).toBe(403)
  })

  test('BA-38: makes a job of MPI for two nodes, whose processes reckon together', async () => {
    const made = await npm.call('createJob', place, 'reckon', {
      ...{ cluster: { id: clusterId }, nodeCount: 2, customMpiSettings: { commandLine: reckoning, processCount: 2 } },
      stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/nfs',
    })
    expect(made).toMatchObject({ toolType: 'custommpi', customMpiSettings: { processCount: 2 } })
    expect(await ended('reckon')).toMatchObject({ executionState: 'succeeded', executionInfo: { exitCode: 0 } })
    expect((await npm.call('listJobFiles', place, 'reckon')).map(({ name }) => name)).toEqual([
      'stderr.txt',
      'stdout.txt',
    ])
    expect(await printed('reckon')).toMatch(reckoned)
    await npm.call('deleteJob', place, 'reckon')
  })

  test('BA-04, BA-38: runs what waits when there is a node, and ends what it is told to end', async () => {
    await Promise.all(['one', 'two', 'three'].map((name) => submit(name, 'sleep 600 & sleep 600')))
    const stateOf = async (name: string) => (await npm.call('getJob', place, name)).executionState
    await until(async () => {
      const states = await Promise.all(['one', 'two', 'three'].map(stateOf))
      return states.sort().join() === 'queued,running,running' ? undefined : states.join()
    })
    const names = ['one', 'two', 'three']
    const states = await Promise.all(names.map(stateOf))
    const first = names[states.indexOf('running')] ?? ''
    expect(await npm.call('listJobLogins', place, first)).toMatchObject([{ nodeId: expect.stringMatching(/^tvm-/) }])
    await npm.call('terminateJob', place, first)
    expect(await ended(first)).toMatchObject({ executionState: 'failed' })
    const queued = names[states.indexOf('queued')] ?? ''
    await until(async () => ((await stateOf(queued)) === 'running' ? undefined : await stateOf(queued)))
  })

  test('BA-38: deletes jobs that run, with their experiment', async () => {
    await npm.call('deleteJob', place, 'one')
    expect((await npm.call('listJobs', place)).map(({ name }) => name)).toEqual(['three', 'two', 'wide'])
    await npm.call('deleteExperiment', place, 'trial')
    expect(await npm.call('listExperiments', place)).toEqual([])
    await until(async () => {
      const { nodeStateCounts } = await npm.call('getCluster', place, 'pool')
      return nodeStateCounts?.idleNodeCount === 2 ? undefined : JSON.stringify(nodeStateCounts)
    })
  })
})

async function links(job: string, name: string): Promise<(string | undefined)[]> {
  const files = await npm.call('listJobFiles', place, job)
  return files.filter((file) => file.name === name).map(({ downloadUrl }) => downloadUrl)
}

async function printed(job: string): Promise<string> {
  const [link] = await links(job, 'stdout.txt')
  return (await fetched(link ?? '')).text
}

/** With no more than the link. */
async function fetched(link: string, headers: Record<string, string> = {}) {
  const ca = await readFile(product.facts.caFile)
  return new Promise<{ status: number | undefined; text: string; range: string | undefined }>((resolve, reject) => {
    get(link, { ca, headers }, (answer) => {
      const { statusCode: status, headers: told } = answer
      void text(answer).then((body) => resolve({ status, text: body, range: told['content-range'] }), reject)
    }).on('error', reject)
  })
}
