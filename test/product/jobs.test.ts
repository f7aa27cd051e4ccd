// Jobs on the running product while it is killed: what runs in a node is the node's own, and how it ended is told whenever
// somebody is there to ask.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sleepers as countOf, type JobProduct, startJobProduct, waitFor } from '../support/job-product.ts'
import { until } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const run = promisify(execFile)
/** A length of sleep that no other run on this machine has. */
const odd = 100_000 + process.pid

let place: JobProduct

skipUnlessRoot()
beforeAll(async () => {
  if (isRoot) place = await startJobProduct({ nodes: 1 })
})
afterAll(() => place?.[Symbol.asyncDispose]())

const submit = (name: string, commandLine: string, more: object = {}) =>
  place.submit(name, { customToolkitSettings: { commandLine }, ...more })
/** Those of our jobs, on the whole machine. */
const sleepers = () => countOf(`sleep ${odd}`)

async function sizes(name: string): Promise<Record<string, number>> {
  const { value } = await place.call('POST', `${place.jobId(name)}/listOutputFiles?outputdirectoryid=stdouterr`)
  return Object.fromEntries(
    value.map((file: { name: string; properties: { contentLength: number } }) => [
      file.name,
      file.properties.contentLength,
    ]),
  )
}

test('BA-04: a job goes on while the server is killed over and over, is started once, and its end is told', async () => {
  await submit('one', 'echo begun; for i in $(seq 60); do echo $i; sleep 0.1; done; exit 7')
  await place.killServer()
  await place.untilState('one', 'running', 'failed')
  await place.killServer()
  await place.killServer()
  await place.untilState('one', 'failed')
  const { executionInfo } = await place.jobOf('one')
  expect([executionInfo.exitCode, executionInfo.errors[0].code]).toEqual([7, 'JobFailed'])
  // Twice begun would be twice as long.
  expect(await sizes('one')).toEqual({ 'stderr.txt': 0, 'stdout.txt': 'begun\n'.length + 9 * 2 + 51 * 3 })
})

test('a job whose end nobody could ask for is told to whoever asks next', async () => {
  await submit('quick', `${waitFor('quick')}; exit 3`)
  await place.untilState('quick', 'running')
  await place.killServer(() => place.letEnd('quick'))
  await place.untilState('quick', 'failed')
  expect((await place.jobOf('quick')).executionInfo.exitCode).toBe(3)
})

test('BA-14: a job mounts a file server by itself, and finds its folders by their variables', async () => {
  const folders = ['JOB_TEMP', 'SHARED_JOB_TEMP', 'STDOUTERR_DIR', 'OUTPUT_MODEL']
  const isThere = folders.map((name) => `[ -d "$AZ_BATCHAI_${name}" ]`).join(' && ')
  const fileServer = { id: place.fileServerId('disks') }
  const hasNode = '[ "$(cut -d" " -f1 "$AZ_BATCHAI_MPI_HOST_FILE")" = "$(hostname)" ]'
  await submit('mounts', `${isThere} && ${hasNode} && [ "$PLACE" = "$AZ_BATCHAI_JOB_MOUNT_ROOT/own" ] && echo here`, {
    mountVolumes: { fileServers: [{ fileServer, sourceDirectory: 'below', relativeMountPath: 'own' }] },
    environmentVariables: [{ name: 'PLACE', value: '$AZ_BATCHAI_JOB_MOUNT_ROOT/own' }],
    stdOutErrPathPrefix: '$AZ_BATCHAI_JOB_MOUNT_ROOT/own',
    outputDirectories: [{ id: 'MODEL', pathPrefix: '$AZ_BATCHAI_JOB_MOUNT_ROOT/own', pathSuffix: 'a/b' }],
  })
  await place.untilState('mounts', 'succeeded')
  expect(await sizes('mounts')).toEqual({ 'stderr.txt': 0, 'stdout.txt': 5 })
  await submit('looks', 'ls $AZ_BATCHAI_MOUNT_ROOT/nfs/below; env | grep -c ^AZ_BATCHAI_')
  await place.untilState('looks', 'succeeded')
})

test('ending a job ends all it started, wherever that has gone', async () => {
  await submit('tree', `setsid sleep ${odd} & nohup setsid sh -c "sleep ${odd} & sleep ${odd}" & sleep ${odd}`)
  await until(async () => ((await sleepers()) === 4 ? undefined : `${await sleepers()} processes`))
  await place.call('POST', `${place.jobId('tree')}/terminate`)
  await place.untilState('tree', 'failed')
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
  await place.untilState(name, 'failed', 'succeeded')
  const { executionInfo } = await place.jobOf(name)
  expect([executionInfo.errors[0]?.code, await sleepers()]).toEqual(['JobTimedOut', 0])
})

test('what a job leaves running ends with it', async () => {
  await submit('daemon', `setsid sleep ${odd} & exit 0`)
  await place.untilState('daemon', 'succeeded')
  expect(await sleepers()).toBe(0)
})

test('a node that is killed while a job runs comes back, and the job runs again, once', async () => {
  // Begun is said once the next knows that it is the second.
  await submit(
    'again',
    '[ -e /home/ana/second ] || { touch /home/ana/second; echo begun; exec sleep 600; }; echo begun',
  )
  await until(async () => ((await sizes('again'))['stdout.txt'] === 6 ? undefined : 'it has not begun'))
  const [node = ''] = await place.nodes()
  await run('docker', ['kill', await place.containerOf(node)])
  await place.untilState('again', 'succeeded')
  expect((await sizes('again'))['stdout.txt']).toBe(12)
})
