// CI-34 on real machines: who reaches what over the network they share, and that nothing that is started again opens or
// closes a door.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dockerName, labels } from '../../src/engine/docker/names.ts'
import { removeUnusedClusterNetworks } from '../../src/engine/docker/networks.ts'
import type { MachineSpec, MachineStatus } from '../../src/engine/engine.ts'
import { type DockerBench, dockerIsMissing, openDockerBench } from './engine/docker-bench.ts'
import { makeSshKey, runInNode, type SshKey } from './engine/shell.ts'
import { gone, reached, running, stopped } from './engine/steps.ts'
import { specOf } from './engine.contract.ts'

const reason = await dockerIsMissing()
if (reason !== undefined) console.log(`Skipped: ${reason}.`)
const run = promisify(execFile)

/**
 * Prints the ports below 10,000 that another machine opens. What is dropped answers nothing: five seconds after the last of
 * some was asked are silence, and whoever answered by then has, also when it is heard late.
 */
const scan = `
import resource, select, socket, sys, time
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
def ask(port):
    asked = socket.socket()
    asked.setblocking(False)
    asked.connect_ex((sys.argv[1], port))
    return asked
def answers(sockets):
    waiting = select.poll()
    for asked in sockets.values():
        waiting.register(asked, select.POLLOUT)
    end = time.monotonic() + 5
    while (left := end - time.monotonic()) > 0 and sockets:
        for number, _ in waiting.poll(left * 1000):
            waiting.unregister(number)
    return [port for port, asked in sockets.items() if is_open(asked)]
def is_open(asked):
    try:
        asked.getpeername()
        return True
    except OSError:
        return False
found = []
for first in range(0, 10000, 5000):
    sockets = {port: ask(port) for port in range(first or 1, first + 5000)}
    found += answers(sockets)
    for asked in sockets.values():
        asked.close()
print(found)
`

describe.skipIf(reason !== undefined)('a network of nodes on Docker', () => {
  let bench: DockerBench
  let identity: SshKey
  let one: MachineStatus
  let other: MachineStatus
  let stranger: MachineStatus

  beforeAll(async () => {
    bench = await openDockerBench()
    identity = await makeSshKey()
    ;[one, other, stranger] = await Promise.all([up('one', 'shared'), up('other', 'shared'), up('stranger', undefined)])
  })
  afterAll(async () => {
    for (const machine of [one, other, stranger]) if (machine !== undefined) await gone(bench.engine, machine.key)
    await bench?.[Symbol.asyncDispose]()
    await identity?.[Symbol.asyncDispose]()
  })

  async function up(name: string, network: string | undefined, boot = 1): Promise<MachineStatus> {
    const spec = specOf(name, bench.image)
    const changes: Partial<MachineSpec> = { network, boot }
    const config = { ...spec.config, authorizedKeys: [identity.publicKey] }
    const machine = await running(bench.engine, { ...spec, ...changes, config })
    await reached(bench.engine, machine.key)
    return machine
  }
  const shell = async (machine: MachineStatus, command: string) => {
    const result = await runInNode(bench.engine, { key: machine.key, identity }, command)
    return { ...result, output: result.output.trim() }
  }
  const scanFrom = async (from: MachineStatus, to: MachineStatus): Promise<string> =>
    (await shell(from, `python3 - ${to.endpoint?.host} <<'END'${scan}END`)).output
  const rules = async (): Promise<string[]> => {
    const prefix = `carrel-${bench.installationId}-`
    return (await run('iptables', ['-S'])).stdout.split('\n').filter((line) => line.includes(prefix))
  }

  test('a scan finds port 22 of a peer and nothing else, and of a stranger nothing at all', async () => {
    const found = await Promise.all([
      scanFrom(one, other),
      scanFrom(other, one),
      scanFrom(one, stranger),
      scanFrom(stranger, one),
    ])
    expect(found).toEqual(['[22]', '[22]', '[]', '[]'])
  })

  test('a peer is let in with the key of the node, and not without', async () => {
    const key = (await readFile(identity.path, 'utf8')).trim()
    await shell(one, `umask 077; mkdir -p ~/.ssh; printf '%s\\n' '${key}' > ~/.ssh/id`)
    const ssh = 'ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o LogLevel=ERROR'
    const inside = await shell(one, `${ssh} -i ~/.ssh/id azureuser@${other.endpoint?.host} hostname`)
    expect(inside).toMatchObject({ code: 0, output: 'ci-other' })
    expect((await shell(other, `${ssh} azureuser@${one.endpoint?.host} hostname`)).code).toBe(255)
  })

  test('it is the same after a stop and a start, at the same address', async () => {
    const before = other.endpoint?.host
    await stopped(bench.engine, other.key)
    other = await up('other', 'shared', 2)
    expect(other.endpoint?.host).toBe(before)
    expect(await Promise.all([scanFrom(one, other), scanFrom(stranger, other)])).toEqual(['[22]', '[]'])
  })

  test('rules that somebody took away are made again by the next look, by whatever server', async () => {
    const before = await rules()
    const chain = before.map((line) => /^-N (\S+-n[0-9a-f]{10})$/.exec(line)?.[1]).find((name) => name !== undefined)
    await run('iptables', ['-F', chain ?? ''])
    expect(await bench.reaches(one, other, 22)).toBe(false)
    await Array.fromAsync(bench.engine.listMachines())
    expect(await bench.reaches(one, other, 22)).toBe(true)
    await Array.fromAsync(bench.restarted().listMachines())
    expect((await rules()).sort()).toEqual(before.sort())
  })

  test('the rules of a network go with the last but one of its machines', async () => {
    expect((await rules()).join('\n')).toMatch(/-n[0-9a-f]{10}/)
    await gone(bench.engine, other.key)
    await Array.fromAsync(bench.engine.listMachines())
    expect((await rules()).join('\n')).not.toMatch(/-n[0-9a-f]{10}/)
    other = await up('other', 'shared', 3)
    expect(await bench.reaches(one, other, 22)).toBe(true)
  })

  test('the network of a machine goes with it, whoever else was put on it', async () => {
    const network = bench.docker.getNetwork(dockerName(bench.installationId, stranger.key))
    const guest = bench.containerOf(one.key)
    await network.connect({ Container: guest.id })
    await gone(bench.engine, stranger.key)
    await expect(network.inspect()).rejects.toMatchObject({ statusCode: 404 })
    expect((await guest.inspect()).State.Running).toBe(true)
  })

  test('the network of a cluster stays while a machine is on it that came since Docker was asked', async () => {
    const { docker, installationId } = bench
    const Name = `carrel-${installationId}-joined`
    const Labels = { [labels.installation]: installationId, [labels.cluster]: 'joined' }
    const network = await docker.createNetwork({ Name, Labels, Internal: true })
    const guest = bench.containerOf(one.key).id
    await network.connect({ Container: guest })
    await removeUnusedClusterNetworks(docker, installationId)
    expect(Object.keys((await network.inspect()).Containers ?? {})).toEqual([
      (await docker.getContainer(guest).inspect()).Id,
    ])
    await network.disconnect({ Container: guest })
    await removeUnusedClusterNetworks(docker, installationId)
    await expect(network.inspect()).rejects.toMatchObject({ statusCode: 404 })
  })
})
