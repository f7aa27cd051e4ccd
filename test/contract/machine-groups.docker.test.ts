// What holds a machine and all that stands beside it together: a control group, as the kernel of this host tells of it.

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { machineGroups } from '../../src/engine/docker/groups/machine-groups.ts'
import type { MachineSpec } from '../../src/engine/engine.ts'
import { makeGreedyImage } from '../support/application-image.ts'
import { held, withdrawn } from './annexes.contract.ts'
import { type DockerBench, dockerIsMissing, openDockerBench } from './engine/docker-bench.ts'
import { gone, reached, running, stopped } from './engine/steps.ts'
import { specOf } from './engine.contract.ts'

const run = promisify(execFile)
const reason = await dockerIsMissing()
if (reason !== undefined) console.log(`Skipped: ${reason}.`)
const isFirstVersion = existsSync('/sys/fs/cgroup/memory/tasks')
const mebibyte = 1024 ** 2

describe.skipIf(reason !== undefined)('a machine and what stands beside it', () => {
  let bench: DockerBench
  beforeAll(async () => {
    bench = await openDockerBench()
  })
  afterAll(() => bench?.[Symbol.asyncDispose]())

  const specWith = (node: string, limits: Partial<MachineSpec['limits']>): MachineSpec => {
    const base = specOf(node, bench.image)
    return { ...base, mounts: [], limits: { ...base.limits, ...limits }, config: { ...base.config, apps: [] } }
  }

  test('get no more memory together than the machine has: what an image calls its shell takes it from the job', async () => {
    const spec = specWith('greedy', { memoryBytes: 384 * mebibyte })
    await running(bench.engine, spec)
    await reached(bench.engine, spec.key)
    await using greedy = await makeGreedyImage(bench.image, 220 * mebibyte)
    await held(bench.engine, spec.key, { name: 'greedy-1', image: greedy.name })
    const annex = bench.docker.getContainer((await annexOf(spec.key))?.Id ?? '')
    const holds = async () => (await annex.inspect()).State
    // As soon as it has taken what it wants, or has been ended for it.
    await expect
      .poll(async () => !(await holds()).Running || (await residentOf((await holds()).Pid)) > 210 * mebibyte)
      .toBe(true)
    const machine = (await bench.containerOf(spec.key).inspect()).Name.slice(1)
    const takes = `held = b"x" * ${220 * mebibyte}\nprint(len(held))`
    const hasTaken = await run('docker', ['exec', machine, '/usr/bin/python3', '-c', takes]).then(
      () => true,
      () => false,
    )
    expect({ hasTaken, isHeld: (await holds()).Running }).not.toEqual({ hasTaken: true, isHeld: true })
    await withdrawn(bench.engine, spec.key, 'greedy-1')
    await gone(bench.engine, spec.key)
  })

  test('are below one group with the limits of the size, which changes with that while they run', async () => {
    const small = specWith('sized', { memoryBytes: 256 * mebibyte, cpus: 1, pids: 200 })
    await running(bench.engine, small)
    await reached(bench.engine, small.key)
    await held(bench.engine, small.key, { name: 'sized-1', image: bench.image })
    const group = await groupOf(bench.containerOf(small.key))
    expect(await groupOf(bench.docker.getContainer((await annexOf(small.key))?.Id ?? ''))).toBe(group)
    expect(await limitsOf(group)).toEqual({ memory: 256 * mebibyte, cpus: 1, pids: 200 })
    const large = { ...small, limits: { ...small.limits, memoryBytes: 512 * mebibyte, cpus: 2, pids: 300 } }
    await running(bench.engine, large)
    expect(await limitsOf(group)).toEqual({ memory: 512 * mebibyte, cpus: 2, pids: 300 })
    await running(bench.engine, small)
    expect(await limitsOf(group)).toEqual({ memory: 256 * mebibyte, cpus: 1, pids: 200 })
    await gone(bench.engine, small.key)
  })

  test('a stopped one is held again at its start, though the host had forgotten the group, and leaves none when it goes', async () => {
    const spec = specWith('again', { memoryBytes: 256 * mebibyte, cpus: 1, pids: 200 })
    await running(bench.engine, spec)
    const groups = machineGroups({ docker: bench.docker, installationId: bench.installationId, log: silent })
    expect(await groups.keys()).toContain(spec.key)
    await stopped(bench.engine, spec.key)
    await groups.remove(spec.key)
    expect(await groups.keys()).not.toContain(spec.key)
    await running(bench.restarted(), { ...spec, boot: 2 })
    expect(await limitsOf(await groupOf(bench.containerOf(spec.key)))).toMatchObject({ memory: 256 * mebibyte })
    await expect(groups.remove(spec.key)).rejects.toThrow()
    await gone(bench.engine, spec.key)
    expect(await groups.keys()).toEqual([])
  })

  test('a group that a server left when it was killed is found, and taken away', async () => {
    const groups = machineGroups({ docker: bench.docker, installationId: bench.installationId, log: silent })
    expect(await groups.parentFor('c-left', { Memory: 64 * mebibyte, NanoCpus: 1e9, PidsLimit: 10 })).toBeDefined()
    const listed = await Array.fromAsync(bench.restarted().listMachines())
    expect(listed.map(({ key }) => key)).toEqual(['c-left'])
    await gone(bench.restarted(), 'c-left')
    await gone(bench.restarted(), 'c-left')
    expect(await groups.keys()).toEqual([])
  })

  const annexOf = async (key: string) => {
    const label = [`carrel.installation=${bench.installationId}`, `carrel.machine=${key}`, 'carrel.annex']
    return (await bench.docker.listContainers({ all: true, filters: { label } }))[0]
  }
})

const silent = { info: () => undefined, warn: () => undefined }

/** Of the memory of a container: the one that its own is in. */
async function groupOf(container: { inspect(): Promise<{ State: { Pid: number } }> }): Promise<string> {
  const groups = await readFile(`/proc/${(await container.inspect()).State.Pid}/cgroup`, 'utf8')
  const line = groups.split('\n').find((each) => (isFirstVersion ? /:memory:/ : /^0::/).test(each)) ?? ''
  return join(line.split(':').slice(2).join(':'), '..')
}

async function limitsOf(group: string) {
  const read = async (controller: string, file: string): Promise<string> =>
    (await readFile(join('/sys/fs/cgroup', isFirstVersion ? controller : '', group, file), 'utf8')).trim()
  const quota = isFirstVersion ? await read('cpu', 'cpu.cfs_quota_us') : await read('cpu', 'cpu.max')
  return {
    memory: Number(await read('memory', isFirstVersion ? 'memory.limit_in_bytes' : 'memory.max')),
    cpus: Number(quota.split(' ')[0]) / 100_000,
    pids: Number(await read('pids', 'pids.max')),
  }
}

async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
}
