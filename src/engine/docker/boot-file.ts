// What a machine's supervisor is told at each boot, and the engine's only memory of which boot that was. It lies in a
// folder the machine sees read-only; nothing in a machine can alter it.

import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { bootKey } from '../channel-protocol.ts'
import type { MachineSpec } from '../engine.ts'

const bootSchema = z.object({ bootId: z.string(), boot: z.number(), at: z.number() })

/** `at`: when it was written, just before the start. */
export type Boot = z.infer<typeof bootSchema>

export async function readBoot(path: string): Promise<Boot | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const parsed = bootSchema.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : undefined
}

/** Makes a new boot, with a new id and so a new key. */
export async function writeBoot(path: string, spec: MachineSpec, made: { channelKey: Uint8Array; at: number }) {
  const bootId = randomBytes(16).toString('hex')
  const boot = {
    bootId,
    boot: spec.boot,
    at: made.at,
    key: bootKey(made.channelKey, spec.key, bootId).toString('base64'),
    config: spec.config,
  }
  await writeFile(`${path}.new`, JSON.stringify(boot), { mode: 0o600 })
  await rename(`${path}.new`, path)
}
