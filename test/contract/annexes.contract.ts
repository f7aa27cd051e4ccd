// What every engine promises of annexes; part of the engine's contract. They are seen as jobs see them: by what the
// supervisor of their machine says.

import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Annex, AnnexStatus, Engine, MachineSpec } from '../../src/engine/engine.ts'
import { connected, gone, reached, running } from './engine/steps.ts'
import { type EngineBench, specOf } from './engine.contract.ts'

export interface AnnexBench extends EngineBench {
  /** With tag; it need have nothing but a shell. */
  readonly annexImage: string
}

export function describeAnnexes(name: string, open: () => Promise<AnnexBench>): void {
  describe(`annexes of the ${name} engine`, () => {
    let bench: AnnexBench
    let engine: Engine
    beforeAll(async () => {
      bench = await open()
      engine = bench.engine
    })
    afterAll(() => bench?.[Symbol.asyncDispose]())

    const annex = (annexName: string, changes: Partial<Annex> = {}): Annex => ({
      ...{ name: annexName, image: bench.annexImage },
      ...changes,
    })
    const machine = async (node: string): Promise<MachineSpec> => {
      const base = specOf(node, bench.image)
      const spec = { ...base, config: { ...base.config, apps: [] } }
      await running(engine, spec)
      await reached(engine, spec.key)
      return spec
    }

    test('BA-12: a job waits for its annex, runs in it once, and how it ended is told when that has gone', async () => {
      const { key } = await machine('annex')
      const job = jobIn('annex-1', 'exit 7')
      expect(await askJob(engine, key, job)).toMatchObject({ state: 'waiting' })
      expect(await held(engine, key, annex('annex-1'))).toEqual({ phase: 'ready' })
      expect(await ended(engine, key, job)).toMatchObject({ state: 'ended', exitCode: 7 })
      expect(await engine.removeAnnex(key, 'annex-1').then(() => withdrawn(engine, key, 'annex-1'))).toBe(true)
      expect(await askJob(engine, key, job)).toMatchObject({ state: 'ended', exitCode: 7 })
      expect(await askJob(engine, key, jobIn('annex-2', 'exit 0'))).toMatchObject({ state: 'waiting' })
      await gone(engine, key)
    })

    test('a machine has one at a time, asked for as often as one likes', async () => {
      const { key } = await machine('annexes')
      for (const _ of [1, 2]) expect(await held(engine, key, annex('first-1'))).toEqual({ phase: 'ready' })
      expect(await held(engine, key, annex('second-1'))).toEqual({ phase: 'ready' })
      expect(await askJob(engine, key, jobIn('first-1', 'exit 0'))).toMatchObject({ state: 'waiting' })
      expect(await ended(engine, key, jobIn('second-1', 'exit 0'))).toMatchObject({ exitCode: 0 })
      await gone(engine, key)
    })

    test('one ends with the boot of its machine and is made again in the next; absent is removed', async () => {
      const spec = await machine('annex-boots')
      const { key } = spec
      await held(engine, key, annex('boots-1'))
      await running(engine, { ...spec, boot: 2 })
      await reached(engine, key)
      const job = jobIn('boots-1', 'exit 0')
      expect(await askJob(engine, key, job)).toMatchObject({ state: 'waiting' })
      expect(await held(engine, key, annex('boots-1'))).toEqual({ phase: 'ready' })
      expect(await ended(engine, key, job)).toMatchObject({ exitCode: 0 })
      await gone(engine, key)
      expect(await withdrawn(engine, key, 'boots-1')).toBe(true)
      await expect(engine.ensureAnnex(key, annex('boots-1'))).rejects.toThrow()
    })
  })
}

/** Asks until it is no longer being made. */
export async function held(engine: Engine, key: string, annex: Annex): Promise<AnnexStatus | undefined> {
  let last: AnnexStatus | undefined
  await expect
    .poll(
      async () => {
        last = await engine.ensureAnnex(key, annex)
        return last.phase
      },
      { interval: 50 },
    )
    .not.toBe('preparing')
  return last
}

export async function withdrawn(engine: Engine, key: string, name: string): Promise<boolean> {
  await expect.poll(() => engine.removeAnnex(key, name), { interval: 50 }).toBe(true)
  return true
}

const folder = '/mnt/annex-job'

export function jobIn(id: string, command: string, more: object = {}) {
  return {
    ...{
      id,
      command,
      go: true,
      environment: {},
      folders: [`${folder}/out`],
      freshFolder: folder,
      links: {},
      files: {},
    },
    ...{ workFolder: folder, outputs: { folder: `${folder}/out`, preparation: '-prep' }, timeoutMs: 600_000, ...more },
  }
}

export async function ended(engine: Engine, key: string, job: ReturnType<typeof jobIn>) {
  let last: { state: string; exitCode?: number; message?: string } | undefined
  await expect
    .poll(
      async () => {
        last = await askJob(engine, key, job)
        return last.state
      },
      { interval: 50 },
    )
    .toBe('ended')
  return last
}

export async function askJob(engine: Engine, key: string, job: { readonly id: string }, path = '/annex-jobs') {
  const connection = await connected(engine, key, 'control')
  try {
    const body = await new Promise<string>((resolve, reject) => {
      const options = { method: 'POST', path, host: 'node', createConnection: () => connection }
      const call = request(options, (answer) => void text(answer).then(resolve, reject))
      call.on('error', reject).end(JSON.stringify(job))
    })
    return JSON.parse(body) as { state: string; exitCode?: number; message?: string; reason?: string }
  } finally {
    connection.destroy()
  }
}
