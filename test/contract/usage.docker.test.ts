// What only real machines can show of use: that what a node does is in what is measured of it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MachineStatus, MachineUsage } from '../../src/engine/engine.ts'
import { type DockerBench, dockerIsMissing, openDockerBench } from './engine/docker-bench.ts'
import { makeSshKey, runInNode, type SshKey } from './engine/shell.ts'
import { gone, reached, running, stopped } from './engine/steps.ts'
import { specOf } from './engine.contract.ts'

const reason = await dockerIsMissing()
if (reason !== undefined) console.log(`Skipped: ${reason}.`)

describe.skipIf(reason !== undefined)('the use of a node on Docker', () => {
  let bench: DockerBench
  let identity: SshKey
  let machine: MachineStatus

  beforeAll(async () => {
    bench = await openDockerBench()
    identity = await makeSshKey()
    const base = specOf('used', bench.image)
    machine = await running(bench.engine, {
      ...base,
      config: { ...base.config, authorizedKeys: [identity.publicKey] },
    })
    await reached(bench.engine, machine.key)
  })
  afterAll(async () => {
    await bench?.[Symbol.asyncDispose]()
    await identity?.[Symbol.asyncDispose]()
  })

  const measured = async (): Promise<MachineUsage> => {
    const usage = await bench.engine.measureMachine?.(machine.key)
    if (usage === undefined) throw new Error('nothing was measured')
    return usage
  }
  const inNode = (command: string) => runInNode(bench.engine, { key: machine.key, identity }, command)

  test('a second of a processor is a second in the counter, and memory is what is held', async () => {
    const before = await measured()
    const spun = await inNode(
      `python3 -c 'import time
held = bytearray(100_000_000)
while time.process_time() < 1: pass
print(len(held))
'`,
    )
    expect(spun).toMatchObject({ code: 0, output: expect.stringContaining('100000000') })
    const after = await measured()
    const seconds = (after.cpuNanoseconds - before.cpuNanoseconds) / 1e9
    expect(seconds).toBeGreaterThanOrEqual(1)
    expect(before.memoryBytes).toBeGreaterThan(1e6)
    expect(after.networkInBytes).toBeGreaterThan(before.networkInBytes ?? 0)
  })

  test('the disk is what it wrote, at home and beside its image', async () => {
    const before = (await bench.engine.measureDisk?.(machine.key)) ?? Number.NaN
    await inNode('head -c 20000000 /dev/urandom > ~/twenty && sudo sh -c "head -c 10000000 /dev/urandom > /opt/ten"')
    const after = (await bench.engine.measureDisk?.(machine.key)) ?? Number.NaN
    expect(after - before).toBeGreaterThanOrEqual(30_000_000)
    expect(after - before).toBeLessThan(40_000_000)
  })

  test('a machine that was started again is measured anew, and one that does not run is not', async () => {
    await stopped(bench.engine, machine.key)
    expect(await bench.engine.measureMachine?.(machine.key)).toBeUndefined()
    const base = specOf('used', bench.image)
    const config = { ...base.config, authorizedKeys: [identity.publicKey] }
    machine = await running(bench.engine, { ...base, config, boot: 2 })
    expect((await measured()).cpuNanoseconds).toBeGreaterThan(0)
    await gone(bench.engine, machine.key)
    expect(await bench.engine.measureMachine?.(machine.key)).toBeUndefined()
  })
})
