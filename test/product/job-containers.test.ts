// Jobs in containers on the running product, on a Docker of its own: the server and Docker are killed, nodes are lost, and
// each job ends as one without a container does and leaves nothing behind.

import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { labels } from '../../src/engine/docker/names.ts'
import { type ImageRegistry, openImageRegistry } from '../support/image-registry.ts'
import { sleepers as countOf, type JobProduct, startJobProduct } from '../support/job-product.ts'
import { type OwnDockerd, openOwnDockerd } from '../support/own-dockerd.ts'
import { until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'
import { importSmallImage } from '../support/small-image.ts'

const image = 'team/small:1'
/** A length of sleep that no other run on this machine has. */
const odd = 300_000 + process.pid

let dockerd: OwnDockerd
let registry: ImageRegistry | undefined
/** A registry that takes connections and never answers. */
let silent: Server
let place: JobProduct

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
  place = await startJobProduct({
    nodes: 1,
    up: ['--no-instance', ...allowed],
    environment: dockerd.environment,
  })
})
afterAll(async () => {
  await dockerd?.start()
  await place?.[Symbol.asyncDispose]()
  await dockerd?.[Symbol.asyncDispose]()
  await registry?.[Symbol.asyncDispose]()
  silent?.close()
})

const silentHost = () => `127.0.0.1:${(silent.address() as AddressInfo).port}`

function submit(name: string, commandLine: string, more: object = {}, source: object = { image }) {
  const containerSettings = { imageSourceRegistry: source }
  return place.submit(name, { customToolkitSettings: { commandLine }, containerSettings, ...more })
}

/** Those of our jobs, on the whole machine. */
const sleepers = () => countOf(`sleep ${odd}`)
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
  await place.untilState('whole', 'failed', 'succeeded')
  expect((await place.jobOf('whole')).executionInfo).toMatchObject({ exitCode: 4, errors: [{ code: 'JobFailed' }] })
  expect(await place.written('whole')).toBe(
    'imported\nby the image, given, told to nobody\n0\nimported\na folder for output\nthe name\n',
  )
  expect(await place.written('whole', 'stderr.txt')).toBe('aside\n')
  const { value } = await place.call('POST', `${place.jobId('whole')}/listOutputFiles?outputdirectoryid=MODEL`)
  expect(value).toMatchObject([{ name: 'model', properties: { contentLength: 8 } }])
  expect(await containers(labels.annex)).toEqual([])
})

test('BA-14, BA-38: in its container a job finds the file server that it brings along, read-only where it asks for that', async () => {
  await place.makeFileServer('mine')
  const fileServer = { id: place.fileServerId('mine') }
  const bring = (mountOptions: string) => ({
    mountVolumes: { fileServers: [{ fileServer, relativeMountPath: 'own', mountOptions }] },
  })
  await submit('brings', 'echo kept > $AZ_BATCHAI_JOB_MOUNT_ROOT/own/kept', bring('rw'))
  await place.untilState('brings', 'succeeded')
  const looks = 'cat $AZ_BATCHAI_JOB_MOUNT_ROOT/own/kept; ! touch $AZ_BATCHAI_JOB_MOUNT_ROOT/own/no'
  await submit('looks', looks, bring('ro'))
  await place.untilState('looks', 'succeeded')
  expect(await place.written('looks')).toBe('kept\n')
})

test('BA-04: it goes on while server and Docker are killed, is started once, and its end is told', async () => {
  await submit('one', 'echo begun; for i in $(seq 100); do echo $i; sleep 0.1; done; exit 7')
  await place.killServer()
  await until(async () => ((await place.written('one'))?.startsWith('begun') ? undefined : 'it has not begun'))
  await place.killServer()
  await dockerd.kill()
  await dockerd.start()
  await place.killServer()
  await place.untilState('one', 'failed')
  expect((await place.jobOf('one')).executionInfo).toMatchObject({ exitCode: 7, errors: [{ code: 'JobFailed' }] })
  // Twice begun would be twice as long.
  expect((await place.written('one'))?.length).toBe('begun\n'.length + 9 * 2 + 90 * 3 + 4)
  expect(await containers(labels.annex)).toEqual([])
})

test('to terminate it, to let its time run out, or to delete it ends all it started, and its container', async () => {
  const tree = `setsid sleep ${odd} & setsid sh -c "sleep ${odd} & sleep ${odd}" & sleep ${odd}`
  await submit('tree', tree)
  await until(async () => ((await sleepers()) === 4 ? undefined : `${await sleepers()} processes`))
  await place.call('POST', `${place.jobId('tree')}/terminate`)
  await place.untilState('tree', 'failed')
  expect((await place.jobOf('tree')).executionInfo.errors[0].code).toBe('JobTerminated')
  expect([await sleepers(), await containers(labels.annex)]).toEqual([0, []])
  await submit('late', tree, { constraints: { maxWallClockTime: 'PT2S' } })
  await place.untilState('late', 'failed')
  expect((await place.jobOf('late')).executionInfo.errors[0].code).toBe('JobTimedOut')
  expect([await sleepers(), await containers(labels.annex)]).toEqual([0, []])
  await submit('deleted', tree)
  await until(async () => ((await sleepers()) === 4 ? undefined : `${await sleepers()} processes`))
  await place.call('DELETE', place.jobId('deleted'))
  await until(async () => ((await containers(labels.annex)).length === 0 ? undefined : 'its container is there'))
  expect(await sleepers()).toBe(0)
})

test('BA-12: one whose image cannot be had fails once, and says what to do', async () => {
  const refused = submit('refused', 'true', {}, { image: 'localhost:1/team/none:1' })
  await expect(refused).rejects.toThrow(/carrel up --allow-images localhost:1/)
  await submit('absent', 'true', {}, { image: `${registry?.host ?? 'nobody.azurecr.io'}/team/none:1` })
  await place.untilState('absent', 'failed')
  const { errors, exitCode } = (await place.jobOf('absent')).executionInfo
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
  await place.untilState('stranger', 'failed')
  expect((await place.jobOf('stranger')).executionInfo.errors[0].message).toContain('does not take these credentials')
  await submit(
    'known',
    'cat /etc/whose',
    {},
    { image: 'team/stored:1', serverUrl: host, credentials: { username, password } },
  )
  await place.untilState('known', 'failed', 'succeeded')
  expect(await place.written('known')).toBe('imported\n')
  expect((await place.jobOf('known')).containerSettings.imageSourceRegistry.credentials).toEqual({ username })
  const logs = await readFile(join(place.product.data, 'logs', 'server.log'), 'utf8')
  expect(logs).toContain('an annex cannot be made')
  expect(logs).not.toContain(password)
})

test('it is ended at once while its image is still being fetched, also by a server that was killed meanwhile', async () => {
  const asked = once(silent, 'connection')
  await submit('stuck', 'true', {}, { image: `${silentHost()}/team/never:1` })
  await asked
  const again = once(silent, 'connection')
  await place.killServer()
  await again
  await place.untilState('stuck', 'running')
  await place.call('POST', `${place.jobId('stuck')}/terminate`)
  await place.untilState('stuck', 'failed')
  expect((await place.jobOf('stuck')).executionInfo.errors[0].code).toBe('JobTerminated')
  await submit('after', 'exit 0')
  await place.untilState('after', 'succeeded')
  expect(await containers(labels.annex)).toEqual([])
})

test('a node that is lost takes its container along, and the job runs again, once, in another', async () => {
  // Begun is said once the next knows that it is the second.
  await submit(
    'again',
    'second=$AZ_BATCHAI_MOUNT_ROOT/nfs/second; [ -e $second ] || { echo > $second; echo begun; exec sleep 600; }; echo begun',
  )
  await until(async () => ((await place.written('again')) === 'begun\n' ? undefined : 'it has not begun'))
  const [annex] = await containers(labels.annex)
  const key = annex?.Labels[labels.machine]
  const machine = (await containers(`${labels.machine}=${key}`)).find(
    ({ Labels: own }) => own[labels.annex] === undefined,
  )
  const killed = await killProcess(place.product.data, 'server')
  await dockerd.docker.getContainer(machine?.Id ?? '').kill()
  await untilReplaced(place.product.data, 'server', killed)
  await place.untilState('again', 'succeeded')
  expect(await place.written('again')).toBe('begun\nbegun\n')
  expect(await containers(labels.annex)).toEqual([])
})

test('a cluster that is deleted while a job runs in a container leaves nothing', async () => {
  await submit('last', `sleep ${odd}`)
  await until(async () => ((await sleepers()) === 1 ? undefined : 'it has not begun'))
  await place.call('DELETE', `${place.workspace}/clusters/pool`)
  await place.untilState('last', 'failed')
  await until(async () => {
    const left = await containers(labels.machine)
    return left.length === 0 ? undefined : `${left.length} containers`
  })
  expect(await sleepers()).toBe(0)
})
