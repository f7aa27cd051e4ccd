// Jobs in containers on the running product, on a Docker of its own: the server and Docker are killed, nodes are lost, and
// each job ends as one without a container does and leaves nothing behind.

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { labels } from '../../src/engine/docker/names.ts'
import { type ImageRegistry, openImageRegistry } from '../support/image-registry.ts'
import { type OwnDockerd, openOwnDockerd } from '../support/own-dockerd.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'
import { importSmallImage } from '../support/small-image.ts'

const run = promisify(execFile)
const version = 'api-version=2018-05-01'
const image = 'team/small:1'
/** A length of sleep that no other run on this machine has. */
const odd = 300_000 + process.pid

let dockerd: OwnDockerd
let registry: ImageRegistry | undefined
/** A registry that takes connections and never answers. */
let silent: Server
let product: Product
let workspace: string
let jobs: string

skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  dockerd = await openOwnDockerd()
  registry = await openImageRegistry()
  silent = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  await importSmallImage(image, dockerd.environment)
  const allowed = ['default', silentHost(), ...(registry ? [registry.host] : [])].flatMap((prefix) => [
    '--allow-images',
    prefix,
  ])
  product = await startProduct(['--no-instance', ...allowed], dockerd.environment)
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
afterAll(async () => {
  await dockerd?.start()
  await product?.[Symbol.asyncDispose]()
  await dockerd?.[Symbol.asyncDispose]()
  await registry?.[Symbol.asyncDispose]()
  silent?.close()
})

const silentHost = () => `127.0.0.1:${(silent.address() as AddressInfo).port}`

const call = (method: string, path: string, body?: unknown) =>
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came over the wire
  product.client.call<any>(method, `${path}${path.includes('?') ? '&' : '?'}${version}`, body)

function submit(name: string, commandLine: string, more: object = {}, source: object = { image }) {
  return call('PUT', `${jobs}/${name}`, {
    properties: {
      ...{ cluster: { id: `${workspace}/clusters/pool` }, nodeCount: 1, customToolkitSettings: { commandLine } },
      ...{ stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/nfs', containerSettings: { imageSourceRegistry: source } },
      ...more,
    },
  })
}

const jobOf = async (name: string) => (await call('GET', `${jobs}/${name}`)).properties

async function untilState(name: string, ...wanted: readonly string[]): Promise<void> {
  await until(async () => {
    const { executionState, executionInfo } = await jobOf(name)
    return wanted.includes(executionState) ? undefined : `${name} is ${executionState} ${JSON.stringify(executionInfo)}`
  }, 120_000)
}

async function written(name: string, file = 'stdout.txt'): Promise<string | undefined> {
  const { value } = await call('POST', `${jobs}/${name}/listOutputFiles?outputdirectoryid=stdouterr`)
  const found = value.find((each: { name: string }) => each.name === file)
  if (found === undefined) return undefined
  const { stdout } = await run('curl', ['-s', '--cacert', product.facts.caFile, found.downloadUrl])
  return stdout
}

const containers = (label: string) => dockerd.docker.listContainers({ all: true, filters: { label: [label] } })

test('BA-38: a job runs in the container of an imported image, with what a job finds on its node', async () => {
  const lines = [
    'cat /etc/whose; echo "$BROUGHT, $WORD, $HUSH"; id -u; cat prepared',
    '[ -e /opt/carrel ] && echo the node; [ -d "$AZ_BATCHAI_OUTPUT_MODEL" ] && echo a folder for output',
    'echo trained > "$AZ_BATCHAI_OUTPUT_MODEL/model"; [ "$(hostname)" = "$(cat hostfile | (read host rest; echo $host))" ] && echo the name',
    'echo aside >&2; exit 4',
  ]
  await submit('whole', lines.join('\n'), {
    jobPreparation: { commandLine: 'cat /etc/whose > prepared' },
    environmentVariables: [{ name: 'WORD', value: 'given' }],
    secrets: [{ name: 'HUSH', value: 'told to nobody' }],
    outputDirectories: [{ id: 'MODEL', pathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/nfs', pathSuffix: 'model' }],
  })
  await untilState('whole', 'failed', 'succeeded')
  expect((await jobOf('whole')).executionInfo).toMatchObject({ exitCode: 4, errors: [{ code: 'JobFailed' }] })
  expect(await written('whole')).toBe(
    'imported\nby the image, given, told to nobody\n0\nimported\na folder for output\nthe name\n',
  )
  expect(await written('whole', 'stderr.txt')).toBe('aside\n')
  const { value } = await call('POST', `${jobs}/whole/listOutputFiles?outputdirectoryid=MODEL`)
  expect(value).toMatchObject([{ name: 'model', properties: { contentLength: 8 } }])
  expect(await containers(labels.annex)).toEqual([])
})

test('BA-14, BA-38: in its container a job finds the file server that it brings along, read-only where it asks for that', async () => {
  const dataDisks = { diskSizeInGB: 10, diskCount: 1, storageAccountType: 'Standard_LRS' }
  const userAccountSettings = { adminUserName: 'ana', adminUserPassword: 'a long secret' }
  await call('PUT', `${workspace}/fileServers/mine`, {
    properties: { vmSize: 'STANDARD_D1_V2', sshConfiguration: { userAccountSettings }, dataDisks },
  })
  const fileServer = { id: `${workspace}/fileServers/mine` }
  const bring = (mountOptions: string) => ({
    mountVolumes: { fileServers: [{ fileServer, relativeMountPath: 'own', mountOptions }] },
  })
  await submit('brings', 'echo kept > $AZ_BATCHAI_JOB_MOUNT_ROOT/own/kept', bring('rw'))
  await untilState('brings', 'succeeded')
  const looks = 'cat $AZ_BATCHAI_JOB_MOUNT_ROOT/own/kept; ! touch $AZ_BATCHAI_JOB_MOUNT_ROOT/own/no'
  await submit('looks', looks, bring('ro'))
  await untilState('looks', 'succeeded')
  expect(await written('looks')).toBe('kept\n')
})

test('BA-04: it goes on while server and Docker are killed, is started once, and its end is told', async () => {
  await submit('one', 'echo begun; for i in $(seq 100); do echo $i; sleep 0.1; done; exit 7')
  await killServer()
  await until(async () => ((await written('one'))?.startsWith('begun') ? undefined : 'it has not begun'))
  await killServer()
  await dockerd.kill()
  await dockerd.start()
  await killServer()
  await untilState('one', 'failed')
  expect((await jobOf('one')).executionInfo).toMatchObject({ exitCode: 7, errors: [{ code: 'JobFailed' }] })
  // Twice begun would be twice as long.
  expect((await written('one'))?.length).toBe('begun\n'.length + 9 * 2 + 90 * 3 + 4)
  expect(await containers(labels.annex)).toEqual([])
})

test('to terminate it, to let its time run out, or to delete it ends all it started, and its container', async () => {
  const tree = `setsid sleep ${odd} & setsid sh -c "sleep ${odd} & sleep ${odd}" & sleep ${odd}`
  await submit('tree', tree)
  await until(async () => ((await sleepers()) === 4 ? undefined : `${await sleepers()} processes`))
  await call('POST', `${jobs}/tree/terminate`)
  await untilState('tree', 'failed')
  expect((await jobOf('tree')).executionInfo.errors[0].code).toBe('JobTerminated')
  expect([await sleepers(), await containers(labels.annex)]).toEqual([0, []])
  await submit('late', tree, { constraints: { maxWallClockTime: 'PT2S' } })
  await untilState('late', 'failed')
  expect((await jobOf('late')).executionInfo.errors[0].code).toBe('JobTimedOut')
  expect([await sleepers(), await containers(labels.annex)]).toEqual([0, []])
  await submit('deleted', tree)
  await until(async () => ((await sleepers()) === 4 ? undefined : `${await sleepers()} processes`))
  await call('DELETE', `${jobs}/deleted`)
  await until(async () => ((await containers(labels.annex)).length === 0 ? undefined : 'its container is there'))
  expect(await sleepers()).toBe(0)
})

test('BA-12: one whose image cannot be had fails once, and says what to do', async () => {
  const refused = submit('refused', 'true', {}, { image: 'localhost:1/team/none:1' })
  await expect(refused).rejects.toThrow(/carrel up --allow-images localhost:1/)
  await submit('absent', 'true', {}, { image: `${registry?.host ?? 'nobody.azurecr.io'}/team/none:1` })
  await untilState('absent', 'failed')
  const { errors, exitCode } = (await jobOf('absent')).executionInfo
  expect([errors.map(({ code }: { code: string }) => code), exitCode]).toEqual([['JobContainerFailed'], undefined])
  expect(errors[0].message).toMatch(/team\/none:1 is not on this machine, and .*docker load.*submit the job again/)
  expect(await containers(labels.annex)).toEqual([])
})

test('its image is fetched with the credentials it was given, which nobody is shown', async (context) => {
  if (registry === undefined) return context.skip('docker-registry is not installed')
  const { host, username, password } = registry
  const stored = `${host}/team/stored:1`
  await dockerd.docker.getImage(image).tag({ repo: `${host}/team/stored`, tag: '1' })
  const pushed = await dockerd.docker.getImage(stored).push({ authconfig: { username, password, serveraddress: host } })
  await new Promise((resolve, reject) =>
    dockerd.docker.modem.followProgress(pushed, (error) => (error ? reject(error) : resolve(undefined))),
  )
  await dockerd.docker.getImage(stored).remove()
  const wrong = { username, password: `${password}-no-more` }
  await submit('stranger', 'true', {}, { image: 'team/stored:1', serverUrl: host, credentials: wrong })
  await untilState('stranger', 'failed')
  expect((await jobOf('stranger')).executionInfo.errors[0].message).toContain('does not take these credentials')
  await submit(
    'known',
    'cat /etc/whose',
    {},
    { image: 'team/stored:1', serverUrl: host, credentials: { username, password } },
  )
  await untilState('known', 'failed', 'succeeded')
  expect(await written('known')).toBe('imported\n')
  expect((await jobOf('known')).containerSettings.imageSourceRegistry.credentials).toEqual({ username })
  const logs = await readFile(join(product.data, 'logs', 'server.log'), 'utf8')
  expect(logs).toContain('an annex cannot be made')
  expect(logs).not.toContain(password)
})

test('it is ended at once while its image is still being fetched, also by a server that was killed meanwhile', async () => {
  const asked = once(silent, 'connection')
  await submit('stuck', 'true', {}, { image: `${silentHost()}/team/never:1` })
  await asked
  const again = once(silent, 'connection')
  await killServer()
  await again
  await untilState('stuck', 'running')
  await call('POST', `${jobs}/stuck/terminate`)
  await untilState('stuck', 'failed')
  expect((await jobOf('stuck')).executionInfo.errors[0].code).toBe('JobTerminated')
  await submit('after', 'exit 0')
  await untilState('after', 'succeeded')
  expect(await containers(labels.annex)).toEqual([])
})

test('a node that is lost takes its container along, and the job runs again, once, in another', async () => {
  await submit(
    'again',
    'echo begun; second=$AZ_BATCHAI_MOUNT_ROOT/nfs/second; [ -e $second ] && exit 0; echo > $second; sleep 600',
  )
  await until(async () => ((await written('again')) === 'begun\n' ? undefined : 'it has not begun'))
  const [annex] = await containers(labels.annex)
  const key = annex?.Labels[labels.machine]
  const machine = (await containers(`${labels.machine}=${key}`)).find(
    ({ Labels: own }) => own[labels.annex] === undefined,
  )
  const killed = await killProcess(product.data, 'server')
  await dockerd.docker.getContainer(machine?.Id ?? '').kill()
  await untilReplaced(product.data, 'server', killed)
  await untilState('again', 'succeeded')
  expect(await written('again')).toBe('begun\nbegun\n')
  expect(await containers(labels.annex)).toEqual([])
})

test('a cluster that is deleted while a job runs in a container leaves nothing', async () => {
  await submit('last', `sleep ${odd}`)
  await until(async () => ((await sleepers()) === 1 ? undefined : 'it has not begun'))
  await call('DELETE', `${workspace}/clusters/pool`)
  await untilState('last', 'failed')
  await until(async () => {
    const left = await containers(labels.machine)
    return left.length === 0 ? undefined : `${left.length} containers`
  })
  expect(await sleepers()).toBe(0)
})

async function killServer(): Promise<void> {
  await untilReplaced(product.data, 'server', await killProcess(product.data, 'server'))
}

/** Those of our jobs, on the whole machine. */
async function sleepers(): Promise<number> {
  const { stdout } = await run('ps', ['-eo', 'args'])
  return stdout.split('\n').filter((line) => line === `sleep ${odd}`).length
}
