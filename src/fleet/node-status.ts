import { z } from 'zod'
import type { Engine } from '../engine/engine.ts'
import { askNode } from './ask-node.ts'

/** It becomes lines of other people's `known_hosts`: exactly a kind and base64, nothing that could end the line. */
const hostKey = z
  .string()
  .max(400)
  .regex(/^(?:ssh-ed25519|ecdsa-sha2-nistp256) [A-Za-z0-9+/]+={0,2}$/)

const scriptRun = z.object({
  run: z.int(),
  bootId: z.string().max(64),
  digest: z.string().max(100),
  state: z.enum(['running', 'succeeded', 'failed']),
  startedAt: z.int(),
  endedAt: z.int().optional(),
  exitCode: z.int().optional(),
  reason: z.enum(['ExitCode', 'TimedOut', 'Interrupted', 'NotStarted']).optional(),
  message: z.string().max(300).optional(),
})

const setupSchema = z.object({
  handled: z.string().max(40).optional(),
  running: z.enum(['creation', 'startup']).optional(),
  runs: z.object({ creation: scriptRun.optional(), startup: scriptRun.optional() }),
})

const statusSchema = z.object({
  bootId: z.string(),
  ready: z.boolean(),
  /** A supervisor of before they were told has none. */
  sshHostKeys: z.array(hostKey).max(4).default([]),
  /** A supervisor of before they were told has none. */
  offers: z.array(z.string().max(16)).max(8).optional(),
  /** A supervisor of before there were scripts has none. */
  setup: setupSchema.optional(),
})

/** What the supervisor of a node says of itself. */
export type NodeStatus = z.infer<typeof statusSchema>

/** Asks the node's supervisor; undefined while it does not answer yet, or not as one does. */
export async function nodeStatus(engine: Engine, machineKey: string): Promise<NodeStatus | undefined> {
  try {
    const { body } = await askNode(engine, machineKey, { method: 'GET', path: '/status' })
    return statusSchema.parse(JSON.parse(body.toString('utf8')))
  } catch {
    return undefined
  }
}
