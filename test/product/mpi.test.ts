// Jobs of several processes on several nodes, on the running product: they talk by MPI, and whatever ends one ends all.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readImageRecipe } from '../../src/image/image-recipe.ts'
import { sleepers as countOf, type JobProduct, startJobProduct, waitFor } from '../support/job-product.ts'
import { reckoning } from '../support/mpi-program.ts'
import { until } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const run = promisify(execFile)
/** A length of sleep that no other run on this machine has. */
const odd = 200_000 + process.pid
const folder = '$AZ_BATCHAI_MOUNT_ROOT/nfs'

let place: JobProduct

skipUnlessRoot()
beforeAll(async () => {
  if (isRoot) place = await startJobProduct({ nodes: 2 })
})
afterAll(() => place?.[Symbol.asyncDispose]())

const submit = (name: string, toolkit: object, more: object = {}) =>
  place.submit(name, { nodeCount: 2, ...toolkit, ...more })
const mpi = (commandLine: string, processCount?: number) => ({
  customMpiSettings: { commandLine, ...(processCount === undefined ? {} : { processCount }) },
})

async function ended(name: string) {
  await place.untilState(name, 'succeeded', 'failed')
  const { executionState, executionInfo } = await place.jobOf(name)
  return { state: executionState, exitCode: executionInfo.exitCode, error: executionInfo.errors[0]?.code }
}

/** Lines that it printed, in the order of the alphabet: processes print when they like. */
async function printed(name: string, file?: string, directory?: string): Promise<string[]> {
  const text = (await place.written(name, file, directory)) ?? ''
  return text
    .split('\n')
    .filter((line) => line !== '')
    .sort()
}

/** Those of our jobs, on the whole machine. */
const sleepers = () => countOf(`sleep ${odd}`)

async function untilSleepers(count: number): Promise<void> {
  await until(async () => ((await sleepers()) === count ? undefined : `${await sleepers()} processes`))
}

describe('BA-38: a job of MPI', () => {
  test('has a process on each of its nodes, which reckon together and find what the job was given', async () => {
    const program = [
      'from mpi4py import MPI',
      'import os, socket',
      'world = MPI.COMM_WORLD',
      'total = world.allreduce(world.rank + 1)',
      'name = socket.gethostname()',
      'print(name, world.size, total, os.environ["PLAIN"], os.environ["HIDDEN"], os.getcwd() == os.environ["AZ_BATCHAI_JOB_TEMP"])',
      'open(os.environ["AZ_BATCHAI_OUTPUT_MODEL"] + "/" + name, "w").write(os.environ["AZ_BATCHAI_INPUT_ALL"])',
    ].join('\n')
    await submit('reckons', mpi(`python -c '${program}'`), {
      environmentVariables: [{ name: 'PLAIN', value: `it's "so"` }],
      secrets: [{ name: 'HIDDEN', value: 'a $b `c`' }],
      inputDirectories: [{ id: 'ALL', path: folder }],
      outputDirectories: [{ id: 'MODEL', pathPrefix: folder, pathSuffix: 'model' }],
    })
    expect(await ended('reckons')).toEqual({ state: 'succeeded', exitCode: 0 })
    const names = await place.nodes()
    expect(await printed('reckons')).toEqual(names.map((name) => `${name} 2 3 it's "so" a $b \`c\` True`))
    const [one = ''] = names
    expect(await printed('reckons', one, 'MODEL')).toEqual(['/mnt/batch/tasks/shared/LS_root/mounts/nfs'])
  })

  test('has a folder that its nodes share, which goes with it', async () => {
    const temp = '$AZ_BATCHAI_SHARED_JOB_TEMP'
    const meet = `until [ $(ls ${temp} | wc -l) = 2 ]; do sleep 0.1; done; echo ${temp}`
    await submit('shares', mpi(`touch ${temp}/$(hostname); ${meet}`))
    expect(await ended('shares')).toEqual({ state: 'succeeded', exitCode: 0 })
    const [folder = '', again] = await printed('shares')
    expect([again, folder]).toEqual([folder, expect.stringMatching(/\/nfs\/.*\/jobs\/shares\/.*\/shared\/1$/)])
    const look = `[ -d ${folder.replace(/\/shared\/1$/, '')}/stdouterr ] && [ ! -e ${folder.replace(/\/1$/, '')} ]`
    await submit('looks', { customToolkitSettings: { commandLine: look } })
    expect(await ended('looks')).toEqual({ state: 'succeeded', exitCode: 0 })
  })

  test('has as many processes as are asked for, shared among its nodes', async () => {
    await submit('many', mpi('hostname; echo and $OMPI_COMM_WORLD_SIZE >&2', 4))
    expect(await ended('many')).toEqual({ state: 'succeeded', exitCode: 0 })
    expect(await printed('many')).toEqual((await place.nodes()).flatMap((name) => [name, name]))
    expect(await printed('many', 'stderr.txt')).toEqual(Array(4).fill('and 4'))
  })

  test('fails as the first of its processes that does, and the others end', async () => {
    await submit('fails', mpi(`[ $OMPI_COMM_WORLD_RANK = 1 ] && exit 7; setsid sleep ${odd} & sleep ${odd}`))
    expect(await ended('fails')).toEqual({ state: 'failed', exitCode: 7, error: 'JobFailed' })
    expect(await sleepers()).toBe(0)
  })

  test('ends everywhere when it is ended, also what has gone from its process', async () => {
    await submit('tree', mpi(`setsid sleep ${odd} & nohup setsid sh -c "sleep ${odd} & sleep ${odd}" & sleep ${odd}`))
    await untilSleepers(8)
    await place.call('POST', `${place.jobId('tree')}/terminate`)
    expect(await ended('tree')).toMatchObject({ state: 'failed', error: 'JobTerminated' })
    expect(await sleepers()).toBe(0)
  })

  test('ends everywhere at its time, and when it is deleted', async () => {
    await submit('long', mpi(`setsid sleep ${odd} & sleep ${odd}`), { constraints: { maxWallClockTime: 'PT2S' } })
    expect(await ended('long')).toMatchObject({ state: 'failed', error: 'JobTimedOut' })
    expect(await sleepers()).toBe(0)
    await submit('gone', mpi(`setsid sleep ${odd} & sleep ${odd}`))
    await untilSleepers(4)
    await place.call('DELETE', place.jobId('gone'))
    await untilSleepers(0)
  })

  test('goes on while the server is killed', async () => {
    await submit('goes', mpi(`${waitFor('goes')}; exit 3`))
    await place.untilState('goes', 'running')
    await place.killServer(() => place.letEnd('goes'))
    expect(await ended('goes')).toEqual({ state: 'failed', exitCode: 3, error: 'JobFailed' })
  })

  test.each(['first', 'other'])('runs again, once, when its %s node is lost', async (which) => {
    const name = `torn-${which}`
    const again = `[ -e $AZ_BATCHAI_MOUNT_ROOT/nfs/${name} ] && exit 0; exec sleep ${odd}`
    await submit(name, mpi(`[ $OMPI_COMM_WORLD_RANK = 0 ] && hostname; ${again}`))
    await untilSleepers(2)
    // What a process printed is brought to the file by another.
    await until(async () => ((await printed(name)).length === 1 ? undefined : 'nothing printed yet'))
    const [first = ''] = await printed(name)
    const other = (await place.nodes()).find((each) => each !== first) ?? ''
    await run('docker', [
      'exec',
      await place.containerOf(first),
      'touch',
      `/mnt/batch/tasks/shared/LS_root/mounts/nfs/${name}`,
    ])
    await run('docker', ['kill', await place.containerOf(which === 'first' ? first : other)])
    expect(await ended(name)).toEqual({ state: 'succeeded', exitCode: 0 })
    // Begun twice.
    expect(await printed(name)).toHaveLength(2)
    expect(await sleepers()).toBe(0)
  })
})

test('BA-38: in containers, processes of MPI are those of the image, and end with the job', async () => {
  const { reference } = await readImageRecipe()
  const containerSettings = { imageSourceRegistry: { image: reference }, shmSize: '64m' }
  // The container's own disk is in none of the nodes.
  const whose = { commandLine: 'echo in the container > /whose' }
  const reckons = `cat /whose; echo "$PLAIN"; ${reckoning}`
  await submit('boxed', mpi(reckons), {
    ...{ containerSettings, jobPreparation: whose },
    environmentVariables: [{ name: 'PLAIN', value: `it's "so"` }],
  })
  expect(await ended('boxed')).toEqual({ state: 'succeeded', exitCode: 0 })
  const each = ['in the container', 'in the container', `it's "so"`, `it's "so"`]
  expect(await printed('boxed')).toEqual([...each, ...(await place.nodes()).map((name) => `${name} 3 2`)])
  await submit('caged', mpi(`setsid sleep ${odd} & sleep ${odd}`), { containerSettings })
  await untilSleepers(4)
  await place.call('POST', `${place.jobId('caged')}/terminate`)
  expect(await ended('caged')).toMatchObject({ state: 'failed', error: 'JobTerminated' })
  expect(await sleepers()).toBe(0)
})

test('BA-38: a job of Horovod is its script in each process', async () => {
  const script = 'import mpi4py.MPI as m, sys; print(m.COMM_WORLD.size, *sys.argv[1:])'
  await submit(
    'horovod',
    {
      horovodSettings: {
        ...{ pythonScriptFilePath: '$AZ_BATCHAI_JOB_TEMP/train it.py', commandLineArgs: '--epochs 3', processCount: 3 },
      },
    },
    { jobPreparation: { commandLine: `echo '${script}' > "$AZ_BATCHAI_JOB_TEMP/train it.py"` } },
  )
  expect(await ended('horovod')).toEqual({ state: 'succeeded', exitCode: 0 })
  expect(await printed('horovod')).toEqual(Array(3).fill('3 --epochs 3'))
})

test('BA-38: nodes of one job enter each other as root by name, with its variables; after it, no more', async () => {
  const each = 'for host in $(echo $AZ_BATCH_HOST_LIST | tr , " ")'
  await submit(
    'enters',
    {
      customToolkitSettings: {
        commandLine: `${each}; do ssh $host 'echo $(hostname) $(id -un) $KEPT' || exit 9; done; mpirun --hostfile $AZ_BATCHAI_MPI_HOST_FILE hostname`,
      },
    },
    { environmentVariables: [{ name: 'KEPT', value: 'kept' }] },
  )
  expect(await ended('enters')).toEqual({ state: 'succeeded', exitCode: 0 })
  expect(await printed('enters')).toEqual((await place.nodes()).flatMap((name) => [name, `${name} root kept`]).sort())
  const [one = '', two = ''] = await place.nodes()
  const inside = [
    'exec',
    await place.containerOf(one),
    'ssh',
    '-o',
    'BatchMode=yes',
    '-o',
    'StrictHostKeyChecking=no',
    two,
  ]
  await expect(run('docker', inside)).rejects.toThrow('Permission denied')
})
