// The machines of a cluster on Docker: by what names they know each other, that a network goes with its last machine, and
// that one that is started again is where it was.

import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MachineSpec, MachineStatus } from '../../src/engine/engine.ts'
import { type DockerBench, dockerIsMissing, openDockerBench } from './engine/docker-bench.ts'
import { makeSshKey, runInNode, type SshKey } from './engine/shell.ts'
import { gone, reached, running, stopped } from './engine/steps.ts'
import { specOf } from './engine.contract.ts'

const reason = await dockerIsMissing()
if (reason !== undefined) console.log(`Skipped: ${reason}.`)

describe.skipIf(reason !== undefined)('a cluster of nodes on Docker', () => {
  let bench: DockerBench
  let identity: SshKey
  let one: MachineStatus
  let other: MachineStatus

  beforeAll(async () => {
    bench = await openDockerBench()
    identity = await makeSshKey()
    ;[one, other] = await Promise.all([up('one'), up('other')])
  })
  afterAll(async () => {
    await bench?.[Symbol.asyncDispose]()
    await identity?.[Symbol.asyncDispose]()
  })

  async function up(name: string, boot = 1): Promise<MachineStatus> {
    const spec = specOf(name, bench.image)
    const changes: Partial<MachineSpec> = { cluster: '/c/red', boot, hostname: `tvm-${name}` }
    const config = { ...spec.config, authorizedKeys: [identity.publicKey] }
    const machine = await running(bench.engine, { ...spec, ...changes, config })
    await reached(bench.engine, machine.key)
    return machine
  }
  const shell = async (machine: MachineStatus, command: string) => {
    const result = await runInNode(bench.engine, { key: machine.key, identity }, command)
    return { ...result, output: result.output.trim() }
  }

  test('each finds the other by its hostname, and goes on to it by SSH', async () => {
    expect(await shell(one, 'getent hosts tvm-other')).toMatchObject({
      code: 0,
      output: expect.stringContaining(other.endpoint?.host ?? '?'),
    })
    const key = (await readFile(identity.path, 'utf8')).trim()
    await shell(one, `umask 077; mkdir -p ~/.ssh; printf '%s\\n' '${key}' > ~/.ssh/id`)
    const ssh = 'ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o LogLevel=ERROR -i ~/.ssh/id'
    expect(await shell(one, `${ssh} azureuser@tvm-other hostname`)).toMatchObject({ code: 0, output: 'tvm-other' })
  })

  test('one that is stopped and started again is found by its name', async () => {
    await stopped(bench.engine, other.key)
    other = await up('other', 2)
    expect((await shell(one, 'getent hosts tvm-other')).output).toContain(other.endpoint?.host ?? '?')
    expect(await bench.reaches(one, other, 22)).toBe(true)
  })

  test('its network has room for 254 nodes, stays for those that are left, and goes with the last', async () => {
    const networks = async () => {
      const found = await bench.docker.listNetworks({
        filters: { label: [`carrel.installation=${bench.installationId}`] },
      })
      return found.map(({ IPAM }) => IPAM?.Config?.[0]?.Subnet)
    }
    expect(await networks()).toEqual([expect.stringMatching(/\.0\/24$/)])
    await gone(bench.engine, other.key)
    expect(await networks()).toHaveLength(1)
    await gone(bench.engine, one.key)
    expect(await networks()).toEqual([])
  })
})
