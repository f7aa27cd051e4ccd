// Jobs on the running product while it is killed: what runs in a node is the node's own, and how it ended is told whenever
// somebody is there to ask.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const run = promisify(execFile)
const version = 'api-version=2018-05-01'
/** A length of sleep that no other run on this machine has. */
const odd = 100_000 + process.pid

let product: Product
let workspace: string
let jobs: string

skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  product = await startProduct()
  const { subscriptionId, resourceGroup } = product.facts
  workspace = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.BatchAI/workspaces/batch`
  jobs = `${workspace}/experiments/trial/jobs`
  const userAccountSettings = { adminUserName: 'ana', adminUserPassword: 'a long secret' }
  const dataDisks = { diskSizeInGB: 10, diskCount: 1, storageAccountType: 'Standard_LRS' }
  await call('PUT', workspace, { location: 'local' })
  await call('PUT', `${workspace}/fileServers/disks`, {
    properties: { vmSize: 'STANDARD_D1_V2', sshConfiguration: { userAccountSettings }, dataDisks },
  })
  const fileServers = [{ fileServer: { id: `${workspace}/fileServers/disks` }, relativeMountPath: 'nfs' }]
  await call('PUT', `${workspace}/clusters/pool`, {
    properties: {
      ...{ vmSize: 'STANDARD_D1_V2', userAccountSettings, nodeSetup: { mountVolumes: { fileServers } } },
      scaleSettings: { manual: { targetNodeCount: 1 } },
    },
  })
  await call('PUT', `${workspace}/experiments/trial`, {})
})
afterAll(() => product?.[Symbol.asyncDispose]())

const call = (method: string, path: string, body?: unknown) =>
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came over the wire
  product.client.call<any>(method, `${path}${path.includes('?') ? '&' : '?'}${version}`, body)

function submit(name: string, commandLine: string, more: object = {}) {
  return call('PUT', `${jobs}/${name}`, {
    properties: {
      ...{ cluster: { id: `${workspace}/clusters/pool` }, nodeCount: 1, customToolkitSettings: { commandLine } },
      ...{ stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/nfs', ...more },
    },
  })
}

async function untilState(name: string, ...wanted: readonly string[]): Promise<void> {
  await until(async () => {
    const { executionState, executionInfo } = (await call('GET', `${jobs}/${name}`)).properties
    return wanted.includes(executionState) ? undefined : `${name} is ${executionState} ${JSON.stringify(executionInfo)}`
  })
}

async function killServer(): Promise<void> {
  await untilReplaced(product.data, 'server', await killProcess(product.data, 'server'))
}

async function sizes(name: string): Promise<Record<string, number>> {
  const { value } = await call('POST', `${jobs}/${name}/listOutputFiles?outputdirectoryid=stdouterr`)
  return Object.fromEntries(
    value.map((file: { name: string; properties: { contentLength: number } }) => [
      file.name,
      file.properties.contentLength,
    ]),
  )
}

test('BA-04: a job goes on while the server is killed over and over, is started once, and its end is told', async () => {
  await submit('one', 'echo begun; for i in $(seq 60); do echo $i; sleep 0.1; done; exit 7')
  await killServer()
  await untilState('one', 'running', 'failed')
  await killServer()
  await killServer()
  await untilState('one', 'failed')
  const { executionInfo } = (await call('GET', `${jobs}/one`)).properties
  expect([executionInfo.exitCode, executionInfo.errors[0].code]).toEqual([7, 'JobFailed'])
  // Twice begun would be twice as long.
  expect(await sizes('one')).toEqual({ 'stderr.txt': 0, 'stdout.txt': 'begun\n'.length + 9 * 2 + 51 * 3 })
})

test('a job whose end nobody could ask for is told to whoever asks next', async () => {
  await submit('quick', 'sleep 1; exit 3')
  await untilState('quick', 'running')
  const killed = await killProcess(product.data, 'server')
  await untilReplaced(product.data, 'server', killed)
  await untilState('quick', 'failed')
  expect((await call('GET', `${jobs}/quick`)).properties.executionInfo.exitCode).toBe(3)
})

test('BA-14: a job mounts a file server by itself, and finds its folders by their variables', async () => {
  const folders = ['JOB_TEMP', 'SHARED_JOB_TEMP', 'STDOUTERR_DIR', 'OUTPUT_MODEL']
  const isThere = folders.map((name) => `[ -d "$AZ_BATCHAI_${name}" ]`).join(' && ')
  const fileServer = { id: `${workspace}/fileServers/disks` }
  const hasNode = '[ "$(cut -d" " -f1 "$AZ_BATCHAI_MPI_HOST_FILE")" = "$(hostname)" ]'
  await submit('mounts', `${isThere} && ${hasNode} && [ "$PLACE" = "$AZ_BATCHAI_JOB_MOUNT_ROOT/own" ] && echo here`, {
    mountVolumes: { fileServers: [{ fileServer, sourceDirectory: 'below', relativeMountPath: 'own' }] },
    environmentVariables: [{ name: 'PLACE', value: '$AZ_BATCHAI_JOB_MOUNT_ROOT/own' }],
    stdOutErrPathPrefix: '$AZ_BATCHAI_JOB_MOUNT_ROOT/own',
    outputDirectories: [{ id: 'MODEL', pathPrefix: '$AZ_BATCHAI_JOB_MOUNT_ROOT/own', pathSuffix: 'a/b' }],
  })
  await untilState('mounts', 'succeeded')
  expect(await sizes('mounts')).toEqual({ 'stderr.txt': 0, 'stdout.txt': 5 })
  await submit('looks', 'ls $AZ_BATCHAI_MOUNT_ROOT/nfs/below; env | grep -c ^AZ_BATCHAI_')
  await untilState('looks', 'succeeded')
})

test('ending a job ends all it started, wherever that has gone', async () => {
  await submit('tree', `setsid sleep ${odd} & nohup setsid sh -c "sleep ${odd} & sleep ${odd}" & sleep ${odd}`)
  await until(async () => ((await sleepers()) === 4 ? undefined : `${await sleepers()} processes`))
  await call('POST', `${jobs}/tree/terminate`)
  await untilState('tree', 'failed')
  expect(await sleepers()).toBe(0)
})

test.each<[string, object]>([
  ['its preparation', { jobPreparation: { commandLine: `sleep ${odd}` } }],
  [
    'what it mounts by a command',
    { mountVolumes: { unmanagedFileSystems: [{ mountCommand: `sleep ${odd};`, relativeMountPath: 'never' }] } },
  ],
])('BA-38: the time of a job has room for %s too', async (what, properties) => {
  const name = `slow-${what.length}`
  await submit(name, 'echo never', { ...properties, constraints: { maxWallClockTime: 'PT2S' } })
  await untilState(name, 'failed', 'succeeded')
  const { executionInfo } = (await call('GET', `${jobs}/${name}`)).properties
  expect([executionInfo.errors[0]?.code, await sleepers()]).toEqual(['JobTimedOut', 0])
})

test('what a job leaves running ends with it', async () => {
  await submit('daemon', `setsid sleep ${odd} & exit 0`)
  await untilState('daemon', 'succeeded')
  expect(await sleepers()).toBe(0)
})

test('a node that is killed while a job runs comes back, and the job runs again, once', async () => {
  await submit('again', 'echo begun; [ -e /home/ana/second ] && exit 0; touch /home/ana/second; sleep 600')
  await until(async () => ((await sizes('again'))['stdout.txt'] === 6 ? undefined : 'it has not begun'))
  const { stdout } = await run('docker', ['ps', '--format', '{{.ID}} {{.Names}}', '--no-trunc'])
  const ours = stdout.split('\n').filter((line) => line.includes('-c-'))
  const mine = await containerOf(ours)
  await run('docker', ['kill', mine])
  await untilState('again', 'succeeded')
  expect((await sizes('again'))['stdout.txt']).toBe(12)
})

/** Those of our jobs, on the whole machine. */
async function sleepers(): Promise<number> {
  const { stdout } = await run('ps', ['-eo', 'args'])
  return stdout.split('\n').filter((line) => line === `sleep ${odd}`).length
}

/** The container of this installation's only node. */
async function containerOf(lines: readonly string[]): Promise<string> {
  const { value } = await call('POST', `${workspace}/clusters/pool/listRemoteLoginInformation`)
  for (const line of lines) {
    const [id = ''] = line.split(' ')
    const { stdout } = await run('docker', ['inspect', '--format', '{{.Config.Hostname}}', id])
    if (stdout.trim() === value[0].nodeId) return id
  }
  throw new Error('no container of the node')
}
