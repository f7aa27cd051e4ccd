// Annexes: the contract on each engine, and what only Docker can be asked.

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MachineSpec } from '../../src/engine/engine.ts'
import {
  makeBareImage,
  makeBusyImage,
  makeShellImage,
  makeVolumeImage,
  type TestImage,
} from '../support/application-image.ts'
import { askJob, describeAnnexes, ended, held, jobIn, withdrawn } from './annexes.contract.ts'
import { type DockerBench, dockerIsMissing, openDockerBench } from './engine/docker-bench.ts'
import { openMemoryBench } from './engine/memory-bench.ts'
import { gone, reached, running } from './engine/steps.ts'
import { specOf } from './engine.contract.ts'

const run = promisify(execFile)
const reason = await dockerIsMissing()
if (reason !== undefined) console.log(`Skipped: ${reason}.`)

describeAnnexes('memory', async () => Object.assign(await openMemoryBench(), { annexImage: 'any:latest' }))

if (reason === undefined) {
  describeAnnexes('docker', async () => {
    const bench = await openDockerBench()
    const image = await makeShellImage(bench.image)
    return {
      ...bench,
      annexImage: image.name,
      [Symbol.asyncDispose]: async () => {
        await bench[Symbol.asyncDispose]()
        await image[Symbol.asyncDispose]()
      },
    }
  })
}

describe.skipIf(reason !== undefined)('an annex on Docker', () => {
  let bench: DockerBench
  let image: TestImage
  let spec: MachineSpec

  beforeAll(async () => {
    bench = await openDockerBench()
    image = await makeShellImage(bench.image)
    const base = specOf('held', bench.image)
    const share = { path: '/srv/fileservers/0', source: { kind: 'share' as const, key: 'files' }, isReadOnly: false }
    spec = { ...base, mounts: [...base.mounts, share], config: { ...base.config, apps: [] } }
    await running(bench.engine, spec)
    await reached(bench.engine, spec.key)
  })
  afterAll(async () => {
    await bench?.[Symbol.asyncDispose]()
    await image?.[Symbol.asyncDispose]()
  })

  const inside = async (id: string, command: string, more: object = {}) => {
    await held(bench.engine, spec.key, { name: id, image: image.name, sharedMemoryBytes: 48 * 1024 ** 2 })
    const end = await ended(bench.engine, spec.key, jobIn(id, `{ ${command}\n} > /srv/fileservers/0/said 2>&1`, more))
    const { output } = await inMachine('cat /srv/fileservers/0/said')
    return { code: end?.exitCode, message: end?.message, said: output.trim() }
  }

  test('has the image’s files and variables and the machine’s network, name, processes and mounts', async () => {
    const { said, code } = await inside(
      'look-1',
      'cat /etc/whose; echo $FROM_IMAGE $GIVEN; echo $PWD; cat /proc/sys/kernel/hostname; ls -d /carrel/keep /opt/carrel; [ -e /proc/1 ] && tr "\\0" " " < /proc/1/cmdline',
      { environment: { GIVEN: 'by the job' } },
    )
    expect(said.split('\n')).toEqual([
      'the image’s',
      'of the image by the job',
      '/mnt/annex-job',
      'ci-held',
      expect.stringContaining('/carrel'),
      expect.stringContaining('/opt/carrel'),
      expect.stringContaining('/usr/bin/tini'),
    ])
    expect(code).toBe(0)
  })

  test('has shared memory of its own size, and no more right than the machine', async () => {
    const { said } = await inside('rights-1', 'stat -f -c "%b %S" /dev/shm; grep CapBnd /proc/self/status')
    const [blocks = 0, size = 0] = (said.split('\n')[0] ?? '').split(' ').map(Number)
    expect(blocks * size).toBe(48 * 1024 ** 2)
    const { output } = await inMachine('grep CapBnd /proc/self/status')
    expect(said.split('\n')[1]).toBe(output.trim())
    const [container] = await annexesOf()
    const info = await bench.docker.getContainer(container?.Id ?? '').inspect()
    const machine = await bench.containerOf(spec.key).inspect()
    expect(info.HostConfig).toMatchObject({
      Privileged: false,
      NetworkMode: `container:${machine.Id}`,
      PidMode: `container:${machine.Id}`,
      Memory: machine.HostConfig.Memory,
      CapDrop: ['MKNOD', 'NET_RAW'],
    })
    expect(info.HostConfig.Mounts?.map(({ Target }) => Target).sort()).toEqual([
      '/home/azureuser',
      '/mnt',
      '/srv/fileservers',
    ])
  })

  test('what runs in it counts against the limits of its machine', async () => {
    const { said } = await inside('limits-1', 'cat /proc/self/cgroup')
    const { output } = await inMachine('cat /proc/1/cgroup')
    const memoryOf = (text: string) => text.split('\n').find((line) => /:memory:|^0::/.test(line))
    expect(memoryOf(said)).toBe(memoryOf(output))
    expect(memoryOf(said)).toBeDefined()
  })

  test('BA-12: the key by which a job’s nodes enter each other is root’s alone, in the node and in its container', async () => {
    const hostname = spec.hostname
    const peers = { port: 2299, names: [hostname], ...(await keyPair()) }
    await held(bench.engine, spec.key, { name: 'door-1', image: image.name })
    const job = jobIn('door-1', 'sleep 4245', { peers })
    const state = async () => (await askJob(bench.engine, spec.key, job)).state
    await expect.poll(state).toBe('running')
    // As whom a program of the job or of the cluster's user runs that has not asked for root.
    const { output } = await inMachine(
      [
        'cd /mnt/annex-job; touch of-mine && echo may-write; ls .peers; cat .peers/key',
        'mv .peers away && mkdir .peers && echo has-taken-its-place; rm -rf .peers; ls -d .peers',
        `grep -rlsF -- ${peers.privateKey.split('\n')[2]} /mnt /run /home /tmp /etc /var; true`,
      ].join('; '),
      '1000:1000',
    )
    const ssh = `ssh -F /mnt/annex-job/.peers/ssh_config ${hostname}`
    const { output: entered } = await inMachine(`${ssh} cat /etc/whose`).catch((error) => ({ output: String(error) }))
    await askJob(bench.engine, spec.key, { id: 'door-1' }, '/jobs/end')
    await ended(bench.engine, spec.key, job)
    expect(output.trim().split('\n')).toEqual(['may-write', '.peers'])
    expect(entered.trim()).toBe('the image’s')
    expect((await inMachine('ls -A /mnt/annex-job/.peers /run/carrel/jobs 2>/dev/null || true')).output).not.toContain(
      'key',
    )
  })

  test('BA-12: a job is not begun where somebody else could put another folder in the place of its own', async () => {
    await inMachine('rm -rf /mnt/annex-job; mkdir -p /mnt/of-others/job; chown 1000 /mnt/of-others')
    await held(bench.engine, spec.key, { name: 'way-1', image: image.name })
    const [freshFolder, workFolder] = ['/mnt/of-others/job', '/mnt/of-others/job']
    const end = await ended(bench.engine, spec.key, jobIn('way-1', 'true', { freshFolder, workFolder }))
    expect(end).toMatchObject({
      reason: 'NotStarted',
      message: expect.stringContaining("/mnt/of-others is not root's"),
    })
  })

  test('BA-12: a folder that its image names by VOLUME is memory of a size, and on no disk that nobody limits', async () => {
    await using named = await makeVolumeImage(bench.image, '/data/of/image')
    await held(bench.engine, spec.key, { name: 'volume-1', image: named.name })
    const command = `{ stat -f -c '%T %b %S' /data/of/image; echo x > /data/of/image/file && echo written; } > /srv/fileservers/0/said 2>&1`
    expect(await ended(bench.engine, spec.key, jobIn('volume-1', command))).toMatchObject({ exitCode: 0 })
    const said = (await inMachine('cat /srv/fileservers/0/said')).output.trim().split('\n')
    const [container] = await annexesOf()
    const info = await bench.docker.getContainer(container?.Id ?? '').inspect()
    expect(info.Mounts.filter(({ Type }) => Type === 'volume')).toEqual([])
    const [type, blocks, size] = (said[0] ?? '').split(' ')
    expect([type, Number(blocks) * Number(size), said[1]]).toEqual(['tmpfs', 1024 ** 3, 'written'])
    await using wrong = await makeVolumeImage(bench.image, '/dev/shm')
    const { fault } = (await held(bench.engine, spec.key, { name: 'volume-2', image: wrong.name })) ?? {}
    expect(fault).toMatchObject({ code: 'ImageUnusable', message: expect.stringContaining('/dev/shm') })
    expect(await withdrawn(bench.engine, spec.key, 'volume-2')).toBe(true)
  })

  test('what it runs is ended with all it started, and holds though its first process is woken', async () => {
    await held(bench.engine, spec.key, { name: 'end-1', image: image.name })
    const job = jobIn(
      'end-1',
      'kill -CONT $(grep -l carrel-annex /proc/[0-9]*/cmdline | cut -d/ -f3); setsid sleep 4242 & sleep 4243',
    )
    await expect.poll(async () => (await askJob(bench.engine, spec.key, job)).state).toBe('running')
    const sleepers = async () => (await inMachine('ps -eo args | grep -c "^sleep 424[23]" || true')).output.trim()
    await expect.poll(sleepers).toBe('2')
    await askJob(bench.engine, spec.key, { id: 'end-1' }, '/jobs/end')
    expect(await ended(bench.engine, spec.key, job)).toMatchObject({ reason: 'Terminated' })
    expect(await sleepers()).toBe('0')
  })

  test('whose image brings a shell of its own making gets next to nothing beside its machine', async () => {
    await using busy = await makeBusyImage(bench.image, 300)
    await held(bench.engine, spec.key, { name: 'busy-1', image: busy.name })
    const sleepers = Number((await inMachine('ps -eo args | grep -c "^/bin/sleep 4747" || true')).output)
    const [container] = await annexesOf()
    const info = await bench.docker.getContainer(container?.Id ?? '').inspect()
    expect(await withdrawn(bench.engine, spec.key, 'busy-1')).toBe(true)
    expect(sleepers).toBeLessThan(100)
    expect(info.HostConfig).toMatchObject({ CpuShares: 2, PidsLimit: 64 })
  })

  test('is met again, not doubled, by a server that was started again', async () => {
    const wanted = { name: 'again-1', image: image.name }
    await held(bench.engine, spec.key, wanted)
    const before = (await annexesOf()).map(({ Id }) => Id)
    expect(await held(bench.restarted(), spec.key, wanted)).toEqual({ phase: 'ready' })
    expect((await annexesOf()).map(({ Id }) => Id)).toEqual(before)
    expect(before).toHaveLength(1)
    expect(await withdrawn(bench.restarted(), spec.key, 'again-1')).toBe(true)
    expect(await annexesOf()).toEqual([])
  })

  test('BA-12: says what is wrong with an image, and what to do', async () => {
    const fault = async (name: string) => (await held(bench.engine, spec.key, { name: 'wrong-1', image: name }))?.fault
    expect(await fault('localhost:2/nobody/has-it:latest')).toEqual({
      code: 'ImageNotAllowed',
      message:
        'The image localhost:2/nobody/has-it:latest is not on this machine, and is not fetched from \'localhost:2\': "carrel up --allow-images localhost:2" allows that.',
    })
    expect(await fault('localhost:1/nobody/has-it:latest')).toEqual({
      code: 'ImagePullFailed',
      message: 'The image localhost:1/nobody/has-it:latest is not on this machine, and its registry cannot be reached.',
    })
    await using bare = await makeBareImage(bench.image)
    expect(await fault(bare.name)).toMatchObject({ code: 'ImageUnusable', message: expect.stringContaining('/bin/sh') })
    expect(await withdrawn(bench.engine, spec.key, 'wrong-1')).toBe(true)
    expect(await annexesOf()).toEqual([])
  })

  test('is found and taken away when its machine went without it', async () => {
    const other = { ...specOf('lost-annex', bench.image), mounts: [] }
    await running(bench.engine, other)
    await reached(bench.engine, other.key)
    await held(bench.engine, other.key, { name: 'left-1', image: image.name })
    await bench.lose(other.key)
    const listed = await Array.fromAsync(bench.engine.listMachines())
    expect(listed.map(({ key }) => key)).toContain(other.key)
    await gone(bench.engine, other.key)
    expect((await Array.fromAsync(bench.engine.listMachines())).map(({ key }) => key)).not.toContain(other.key)
  })

  async function inMachine(command: string, user = '0:0'): Promise<{ readonly output: string }> {
    const name = (await bench.containerOf(spec.key).inspect()).Name.slice(1)
    return { output: (await run('docker', ['exec', '--user', user, name, '/bin/bash', '-c', command])).stdout }
  }

  const annexesOf = () =>
    bench.docker.listContainers({
      all: true,
      filters: { label: [`carrel.installation=${bench.installationId}`, 'carrel.annex'] },
    })
})

/** As the server makes one for each job of several nodes. */
async function keyPair(): Promise<{ readonly privateKey: string; readonly publicKey: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-key-'))
  try {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(folder, 'key')])
    const [privateKey, publicKey] = await Promise.all(
      ['key', 'key.pub'].map((name) => readFile(join(folder, name), 'utf8')),
    )
    return { privateKey: privateKey ?? '', publicKey: publicKey?.trim() ?? '' }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
