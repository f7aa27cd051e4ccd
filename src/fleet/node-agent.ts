// Connections to the supervisors of nodes, kept for a moment: to open one is more work, for both sides, than most questions.
// Each belongs to one boot of its machine and ends with it.

import type { Agent } from 'node:http'
import type { Duplex } from 'node:stream'
import { DialingAgent } from '../base/dialing-agent.ts'
import type { Engine } from '../engine/engine.ts'

/** Sooner than the supervisor gives up an idle one. */
const idleMs = 2_000
/** Beside the question of the moment, one may be waiting for news. */
const mostKept = 2

const agents = new WeakMap<Engine, Map<string, NodeAgent>>()

export function nodeAgent(engine: Engine, machineKey: string): Agent {
  const ofEngine = agents.get(engine) ?? new Map<string, NodeAgent>()
  agents.set(engine, ofEngine)
  const known = ofEngine.get(machineKey)
  if (known) return known
  const made = new NodeAgent(async () => {
    const stream = await engine.connect(machineKey, 'control')
    // After the agent itself has heard of it.
    stream.once('close', () => setImmediate(() => made.isIdle && ofEngine.delete(machineKey)))
    return stream
  })
  ofEngine.set(machineKey, made)
  return made
}

class NodeAgent extends DialingAgent {
  constructor(open: () => Promise<Duplex>) {
    super(open, { keepAlive: true, timeout: idleMs, maxFreeSockets: mostKept })
  }

  /** It holds no connection, and nobody waits for one. */
  get isIdle(): boolean {
    return [this.sockets, this.freeSockets, this.requests].every((held) => Object.keys(held).length === 0)
  }
}
