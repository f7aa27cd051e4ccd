// What every engine promises, held on each implementation by `engine.test.ts`. A machine is only ever seen through the
// engine's own interface and its channels.

import { once } from 'node:events'
import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bootKey, supervisorPort } from '../../src/engine/channel-protocol.ts'
import { dial } from '../../src/engine/dial.ts'
import type { Engine, MachineSpec, MachineStatus } from '../../src/engine/engine.ts'
import { gone, reached, running, statusOf, stopped } from './engine/steps.ts'
import { Terminal } from './engine/terminal.ts'

export interface EngineBench extends AsyncDisposable {
  readonly engine: Engine
  readonly channelKey: Uint8Array
  readonly image: string
  /** Another installation on the same machine room. */
  readonly neighbour: Engine
  /** Takes a machine away behind the engine's back; its volume stays. */
  lose(key: string): Promise<void>
  /** Ends a machine behind the engine's back. */
  end(key: string): Promise<void>
  /** Whether a program in one machine can open this port of another. */
  reaches(from: MachineStatus, to: MachineStatus, port: number): Promise<boolean>
}

export function describeEngine(name: string, open: () => Promise<EngineBench>): void {
  describe(`the ${name} engine`, () => {
    let bench: EngineBench
    let engine: Engine
    beforeAll(async () => {
      bench = await open()
      engine = bench.engine
    })
    afterAll(async () => {
      await bench?.[Symbol.asyncDispose]()
    })
    const spec = (node: string, changes: Partial<MachineSpec> = {}): MachineSpec => ({
      ...specOf(node, bench.image),
      ...changes,
    })

    test('says what it has', async () => {
      const has = await engine.capabilities()
      expect(has.cpus).toBeGreaterThan(0)
      expect(has.memoryBytes).toBeGreaterThan(0)
    })

    test('asking twice makes one machine, and the second asking changes nothing', async () => {
      const wanted = spec('twice')
      const [first] = await Promise.all([running(engine, wanted), running(engine, wanted)])
      const again = await engine.ensureMachine(wanted)
      expect(again).toEqual({ ...first, cause: undefined })
      expect((await list(engine)).filter((machine) => machine.key === wanted.key)).toHaveLength(1)
      expect(again).toMatchObject({ key: wanted.key, nodeId: wanted.nodeId, phase: 'running', boot: 1 })
      await gone(engine, wanted.key)
    })

    test('a raised boot is a fresh start with a new id', async () => {
      const first = await running(engine, spec('boots'))
      const second = await running(engine, spec('boots', { boot: 2 }))
      expect(second.boot).toBe(2)
      expect(second.bootId).not.toBe(first.bootId)
      expect((await statusOf(engine, second.key)).bootId).toBe(second.bootId)
      await gone(engine, second.key)
    })

    test('a stopped machine is kept, is reachable by nobody, and starts with the next boot', async () => {
      const { key } = await running(engine, spec('stops'))
      expect(await stopped(engine, key)).toMatchObject({
        key,
        phase: 'stopped',
        boot: 1,
        bootId: undefined,
        endpoint: undefined,
        cause: undefined,
      })
      expect(await engine.inspectMachine(key)).toMatchObject({ phase: 'stopped' })
      await expect(engine.connect(key, 'control')).rejects.toThrow()
      expect(await engine.stopMachine(key)).toMatchObject({ phase: 'stopped' })
      expect(await running(engine, spec('stops', { boot: 2 }))).toMatchObject({ boot: 2, cause: undefined })
      await gone(engine, key)
    })

    test('what is absent is stopped and removed already', async () => {
      expect(await engine.inspectMachine('c-absent')).toBeUndefined()
      expect(await engine.stopMachine('c-absent')).toBeUndefined()
      await gone(engine, 'c-absent')
      await engine.removeVolume('c-absent')
    })

    test('a removed machine is not listed, and its volume can go after it but not before', async () => {
      const { key } = await running(engine, spec('removed'))
      await expect(engine.removeVolume(key)).rejects.toThrow('still there')
      await gone(engine, key)
      expect((await list(engine)).map((machine) => machine.key)).not.toContain(key)
      await engine.removeVolume(key)
      await engine.removeVolume(key)
    })

    test('two installations with the same machines never touch each other', async () => {
      const wanted = spec('same')
      const mine = await running(engine, wanted)
      expect(await bench.neighbour.inspectMachine(wanted.key)).toBeUndefined()
      const theirs = await running(bench.neighbour, wanted)
      expect(theirs.bootId).not.toBe(mine.bootId)
      expect((await list(bench.neighbour)).map((machine) => machine.bootId)).toEqual([theirs.bootId])
      await gone(bench.neighbour, wanted.key)
      expect(await engine.inspectMachine(wanted.key)).toMatchObject({ phase: 'running', bootId: mine.bootId })
      await gone(engine, wanted.key)
    })

    test('a machine that is gone is made again, with a word about it', async () => {
      const wanted = spec('lost')
      const before = await running(engine, wanted)
      await bench.lose(wanted.key)
      expect(await engine.inspectMachine(wanted.key)).toBeUndefined()
      const after = await running(engine, wanted)
      expect(after).toMatchObject({ phase: 'running', boot: 1, cause: 'OsDiskLost' })
      expect(after.bootId).not.toBe(before.bootId)
      expect((await engine.ensureMachine(wanted)).cause).toBeUndefined()
      await gone(engine, wanted.key)
      expect((await running(engine, wanted)).cause).toBeUndefined()
      await gone(engine, wanted.key)
    })

    test('who listens for its hints is told first that it can be asked', async () => {
      const abort = new AbortController()
      for await (const hint of engine.events?.(abort.signal) ?? []) {
        expect(hint).toBe('back')
        break
      }
      abort.abort()
      expect.assertions(1)
    })

    test('a machine that ended by itself says so, is hinted at, and is started again', async () => {
      const wanted = spec('ended')
      const before = await running(engine, wanted)
      await reached(engine, wanted.key)
      await using hints = await listenTo(engine)
      await bench.end(wanted.key)
      await hints.until(wanted.key)
      expect(await engine.inspectMachine(wanted.key)).toMatchObject({ phase: 'stopped', cause: 'Exited' })
      const after = await running(engine, wanted)
      expect(after.cause).toBe('Exited')
      expect(after.bootId).not.toBe(before.bootId)
      await gone(engine, wanted.key)
    })

    test('a machine runs without a datastore that is not to be had, says so, and is asked for it no longer', async () => {
      const plain = spec('datastores')
      const datastore = { path: '/home/azureuser/cloudfiles/data/images', isReadOnly: true } as const
      const source = { kind: 'datastore', key: 'absent' } as const
      const wanted = { ...plain, mounts: [...plain.mounts, { ...datastore, source }] }
      const { key, bootId } = await running(engine, wanted)
      const fault = expect.any(String)
      expect((await engine.ensureMachine(wanted)).datastores).toEqual([{ ...datastore, key: 'absent', fault }])
      const without = await engine.ensureMachine(plain)
      expect(without.datastores).toBeUndefined()
      expect(without.bootId).toBe(bootId)
      await gone(engine, key)
    })

    test('CI-34: machines of one network reach port 22 of each other, and nothing else of any other', async () => {
      const names = { one: 'red', other: 'red', apart: 'blue', alone: undefined }
      const machines = await Promise.all(
        Object.entries(names).map(([name, network]) => running(engine, spec(`network-${name}`, { network }))),
      )
      const theirs = await running(bench.neighbour, spec('network-theirs', { network: 'red' }))
      await Promise.all(machines.map(({ key }) => reached(engine, key)))
      await reached(bench.neighbour, theirs.key)
      const open: string[] = []
      const ask = async (from: MachineStatus, to: MachineStatus, port: number) => {
        if (await bench.reaches(from, to, port)) open.push(`${from.nodeId} ${port} ${to.nodeId}`)
      }
      const pairs = machines.flatMap((from) => [...machines, theirs].map((to) => [from, to] as const))
      await Promise.all(
        pairs
          .filter(([from, to]) => from !== to)
          .flatMap(([from, to]) => [22, 7070].map((port) => ask(from, to, port))),
      )
      const [one, other] = ['/contract/nodes/network-one', '/contract/nodes/network-other']
      expect(open.sort()).toEqual([`${one} 22 ${other}`, `${other} 22 ${one}`])
      await Promise.all([...machines.map(({ key }) => gone(engine, key)), gone(bench.neighbour, theirs.key)])
    })

    test('machines of one cluster reach every port of each other; nobody else reaches them, nor they anybody', async () => {
      const places = {
        one: { cluster: 'red' },
        other: { cluster: 'red' },
        stranger: { cluster: 'blue', network: 'green' },
        peer: { network: 'green' },
        alone: {},
      }
      const mine = await Promise.all(
        Object.entries(places).map(([name, place]) => running(engine, spec(`cluster-${name}`, place))),
      )
      const theirs = await running(bench.neighbour, spec('cluster-theirs', { cluster: 'red' }))
      const pairs = mine.flatMap((from) => [...mine, theirs].filter((to) => to !== from).map((to) => ({ from, to })))
      const open: string[] = []
      const look = async ({ from, to }: (typeof pairs)[number], port: number): Promise<void> => {
        if (await bench.reaches(from, to, port)) open.push(`${from.nodeId} ${port} ${to.nodeId}`)
      }
      for (const machine of mine) await reached(engine, machine.key)
      const ports = [22, supervisorPort]
      await Promise.all(pairs.flatMap((pair) => ports.map((port) => look(pair, port))))
      const [one, other] = ['/contract/nodes/cluster-one', '/contract/nodes/cluster-other']
      const [stranger, peer] = ['/contract/nodes/cluster-stranger', '/contract/nodes/cluster-peer']
      const expected = [
        ...ports.flatMap((port) => [`${one} ${port} ${other}`, `${other} ${port} ${one}`]),
        // In a network too: its machines and the cluster's reach each other's sshd.
        ...[`${stranger} 22 ${peer}`, `${peer} 22 ${stranger}`],
      ]
      expect(open.sort()).toEqual(expected.sort())
      for (const { key } of mine) await gone(engine, key)
      await gone(bench.neighbour, theirs.key)
    })

    test('CI-34: a machine is of another network from its next start', async () => {
      const [one, other] = ['moves-one', 'moves-other'] as const
      const fixed = await running(engine, spec(one, { network: 'red' }))
      await running(engine, spec(other))
      let moved = await running(engine, spec(other, { network: 'red', boot: 2 }))
      await Promise.all([fixed, moved].map(({ key }) => reached(engine, key)))
      expect(await bench.reaches(fixed, moved, 22)).toBe(true)
      moved = await running(engine, spec(other, { boot: 3 }))
      await reached(engine, moved.key)
      expect(await bench.reaches(fixed, moved, 22)).toBe(false)
      await Promise.all([fixed, moved].map(({ key }) => gone(engine, key)))
    })

    describe('a running machine', () => {
      let machine: MachineStatus
      beforeAll(async () => {
        machine = await running(engine, spec('channels'))
        await reached(engine, machine.key)
      })
      afterAll(() => gone(engine, machine.key))

      test('tells its boot and that it is ready', async () => {
        expect(await statusOf(engine, machine.key)).toMatchObject({ bootId: machine.bootId, boot: 1, ready: true })
      })

      test('is only opened with the key of its present boot', async () => {
        const { endpoint, bootId } = machine
        if (endpoint === undefined || bootId === undefined) throw new Error('not running')
        const right = bootKey(bench.channelKey, machine.key, bootId)
        const stream = await dial({ endpoint, key: right, channel: 'control' })
        stream.destroy()
        for (const key of [
          bootKey(bench.channelKey, machine.key, 'another boot'),
          bootKey(bench.channelKey, 'another machine', bootId),
          bootKey(new Uint8Array(32), machine.key, bootId),
        ]) {
          await expect(dial({ endpoint, key, channel: 'control' })).rejects.toMatchObject({ code: 'WrongKey' })
        }
      })

      test('refuses channels it does not have, by name', async () => {
        await expect(engine.connect(machine.key, 'nothing')).rejects.toMatchObject({
          code: 'Refused',
          channelCode: 'NoSuchChannel',
        })
      })

      test('serves Jupyter on channel lab, with its token alone', async () => {
        expect(await get(await engine.connect(machine.key, 'lab'), '/api')).toMatchObject({ status: 200 })
        expect(await get(await engine.connect(machine.key, 'lab'), '/api/kernels')).toMatchObject({ status: 403 })
      })

      test('greets on channel ssh', async () => {
        const stream = await engine.connect(machine.key, 'ssh')
        const [chunk] = (await once(stream, 'data')) as [Buffer]
        stream.destroy()
        expect(chunk.toString()).toMatch(/^SSH-2\.0-/)
      })

      test('has a terminal that takes what is typed and a size, and ends', async () => {
        const terminal = await Terminal.open(await engine.connect(machine.key, 'term'), { session: 'one', cols: 80 })
        terminal.type('echo carrel-$((40+2))\r')
        await terminal.shows(/carrel-/)
        terminal.resize(111, 44)
        terminal.type('exit\r')
        expect(await terminal.exit()).toEqual({ exitCode: 0, signal: 0 })
      })
    })
  })
}

export function specOf(node: string, image: string): MachineSpec {
  const key = `c-contract-${node}`
  return {
    key,
    nodeId: `/contract/nodes/${node}`,
    hostname: `ci-${node}`,
    image,
    boot: 1,
    limits: { cpus: 1, memoryBytes: 1024 ** 3, pids: 512, gpus: 0 },
    mounts: [{ path: '/home/azureuser', source: { kind: 'volume', key }, isReadOnly: false }],
    config: {
      user: { name: 'azureuser', uid: 1000, hasSudo: true },
      authorizedKeys: [],
      environment: {},
      folders: [],
      apps: ['lab', 'term'],
      origins: { lab: 'http://ci-lab.localhost:8444' },
    },
  }
}

async function list(engine: Engine): Promise<MachineStatus[]> {
  const machines: MachineStatus[] = []
  for await (const machine of engine.listMachines()) machines.push(machine)
  return machines
}

/** Answers when the engine's hints are listened to. */
async function listenTo(engine: Engine): Promise<AsyncDisposable & { until(key: string): Promise<void> }> {
  const abort = new AbortController()
  const hints = engine.events?.(abort.signal)[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const hint = await hints?.next()
    if (hint === undefined || hint.done) throw new Error('there are no hints any more')
    return hint.value
  }
  await next()
  return {
    async until(key) {
      while ((await next()) !== key);
    },
    async [Symbol.asyncDispose]() {
      abort.abort()
      await hints?.return?.()
    },
  }
}

function get(connection: Duplex, path: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const call = request({ path, host: 'node', createConnection: () => connection }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk
      })
      answer.on('end', () => {
        connection.destroy()
        resolve({ status: answer.statusCode, body })
      })
    })
    call.on('error', reject)
    call.end()
  })
}
