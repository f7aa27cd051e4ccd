// What a machine's supervisor is told at each boot, and the engine's only memory of which boot that was. It lies in a
// folder the machine sees read-only; nothing in a machine can alter it.

import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { bootKey } from '../channel-protocol.ts'
import type { MachineSpec } from '../engine.ts'

const bootSchema = z.object({
  bootId: z.string(),
  boot: z.number(),
  /** When it was written, just before the start. */
  at: z.number(),
  /** How often in a row it was started again because it had ended by itself. */
  restarts: z.number(),
})

export interface Boot extends z.infer<typeof bootSchema> {
  /** True: it was asked to stop, so its end has no cause. */
  readonly isStopAsked: boolean
}

export async function readBoot(path: string): Promise<Boot | undefined> {
  const [text, stop] = await Promise.all([readIfThere(path), readIfThere(stopFile(path))])
  const parsed = text === undefined ? undefined : bootSchema.safeParse(JSON.parse(text)).data
  return parsed === undefined ? undefined : { ...parsed, isStopAsked: stop === parsed.bootId }
}

/** Makes a new boot, with a new id and so a new key. */
export async function writeBoot(
  path: string,
  spec: MachineSpec,
  made: { channelKey: Uint8Array; at: number; restarts: number },
): Promise<void> {
  const bootId = randomBytes(16).toString('hex')
  const boot = {
    bootId,
    boot: spec.boot,
    at: made.at,
    restarts: made.restarts,
    key: bootKey(made.channelKey, spec.key, bootId).toString('base64'),
    config: { ...spec.config, isSshOnNetwork: (spec.network ?? spec.cluster) !== undefined },
  }
  await replace(path, JSON.stringify(boot))
}

/** Remembers that the present boot is to end. */
export async function writeStopAsked(path: string, bootId: string): Promise<void> {
  await replace(stopFile(path), bootId)
}

function stopFile(path: string): string {
  return `${path}.stop`
}

async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}
