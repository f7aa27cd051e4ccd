// What every engine promises of programs beside a machine; part of the engine's contract. Each is only ever seen through
// the machine's own channels.

import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine, MachineSpec, MachineStatus, Sidecar, SidecarStatus } from '../../src/engine/engine.ts'
import { gone, reached, running, stopped } from './engine/steps.ts'
import { type EngineBench, specOf } from './engine.contract.ts'

export function describeSidecars(
  name: string,
  open: () => Promise<EngineBench & { readonly sidecarImage: string }>,
): void {
  describe(`sidecars of the ${name} engine`, () => {
    let bench: EngineBench & { readonly sidecarImage: string }
    let engine: Engine
    beforeAll(async () => {
      bench = await open()
      engine = bench.engine
    })
    afterAll(() => bench?.[Symbol.asyncDispose]())

    const sidecar = (changes: Partial<Sidecar> = {}): Sidecar => ({
      name: 'Web',
      image: bench.sidecarImage,
      environment: { PORT: '8123' },
      limits: { cpus: 1, memoryBytes: 256 * 1024 ** 2, pids: 100 },
      mounts: [],
      ...changes,
    })
    const spec = (node: string, changes: Partial<MachineSpec> = {}): MachineSpec => ({
      ...specOf(node, bench.image),
      ...changes,
    })

    test('CI-105: one runs beside its machine and answers at its port of the machine', async () => {
      const wanted = spec('beside', { sidecars: [sidecar()] })
      await running(engine, wanted)
      await reached(engine, wanted.key)
      expect(await settled(engine, wanted)).toEqual([{ name: 'Web', phase: 'running' }])
      expect(await asked(engine, wanted.key, 8123)).toBe(200)
      expect(await listed(engine, wanted.key)).toEqual([{ name: 'Web', phase: 'running' }])
      await gone(engine, wanted.key)
      expect(await engine.inspectMachine(wanted.key)).toBeUndefined()
    })

    test('one is added to and taken from a machine that runs on', async () => {
      const plain = spec('changes')
      const before = await running(engine, plain)
      await reached(engine, plain.key)
      const more = { ...plain, sidecars: [sidecar()] }
      expect(await settled(engine, more)).toEqual([{ name: 'Web', phase: 'running' }])
      const now = await engine.ensureMachine(plain)
      expect(now.bootId).toBe(before.bootId)
      expect(now.sidecars).toBeUndefined()
      expect(await listed(engine, plain.key)).toBeUndefined()
      await gone(engine, plain.key)
    })

    test('one stops with its machine and starts with it, again and again', async () => {
      const wanted = spec('stops-beside', { sidecars: [sidecar()] })
      await running(engine, wanted)
      expect(await settled(engine, wanted)).toMatchObject([{ phase: 'running' }])
      await stopped(engine, wanted.key)
      expect(await listed(engine, wanted.key)).toBeUndefined()
      const again = { ...wanted, boot: 2 }
      await running(engine, again)
      await reached(engine, wanted.key)
      expect(await settled(engine, again)).toMatchObject([{ phase: 'running' }])
      expect(await asked(engine, wanted.key, 8123)).toBe(200)
      await gone(engine, wanted.key)
    })

    test('one is made again with a machine that was lost, and answers there', async () => {
      const wanted = spec('lost-beside', { sidecars: [sidecar()] })
      await running(engine, wanted)
      expect(await settled(engine, wanted)).toMatchObject([{ phase: 'running' }])
      await bench.lose(wanted.key)
      expect((await running(engine, wanted)).cause).toBe('OsDiskLost')
      await reached(engine, wanted.key)
      expect(await settled(engine, wanted)).toMatchObject([{ phase: 'running' }])
      expect(await asked(engine, wanted.key, 8123)).toBe(200)
      await gone(engine, wanted.key)
    })

    test('two installations have each their own, and a machine removed in between takes only its own along', async () => {
      const wanted = spec('same-beside', { sidecars: [sidecar()] })
      await running(engine, wanted)
      await running(bench.neighbour, wanted)
      expect(await settled(engine, wanted)).toMatchObject([{ phase: 'running' }])
      expect(await settled(bench.neighbour, wanted)).toMatchObject([{ phase: 'running' }])
      await gone(bench.neighbour, wanted.key)
      expect(await listed(engine, wanted.key)).toMatchObject([{ phase: 'running' }])
      await gone(engine, wanted.key)
    })
  })
}

/** Asks until none is being prepared. */
export async function settled(engine: Engine, spec: MachineSpec): Promise<readonly SidecarStatus[] | undefined> {
  let last: MachineStatus | undefined
  await expect
    .poll(
      async () => {
        last = await engine.ensureMachine(spec)
        return last.phase === 'running' && last.sidecars?.every(({ phase }) => phase !== 'preparing')
      },
      { interval: 50 },
    )
    .toBe(true)
  return last?.sidecars
}

export async function listed(engine: Engine, key: string): Promise<readonly SidecarStatus[] | undefined> {
  for await (const machine of engine.listMachines()) if (machine.key === key) return machine.sidecars
  return undefined
}

/** Its status once something listens there. */
async function asked(engine: Engine, key: string, port: number): Promise<number | undefined> {
  let status: number | undefined
  await expect
    .poll(
      async () => {
        const answer = await askSidecar(engine, key, { port, path: '/' }).catch(() => undefined)
        status = answer?.status
        return status
      },
      { interval: 100 },
    )
    .toBeDefined()
  return status
}

export async function askSidecar(engine: Engine, key: string, at: { port: number; path: string }) {
  const connection = await engine.connect(key, `port:${at.port}`)
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const call = request({ path: at.path, host: 'node', createConnection: () => connection as Duplex }, (answer) => {
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
