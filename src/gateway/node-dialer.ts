// Opens channels of nodes: for HTTP through agents that keep connections alive, else one at a time. A boot's key is
// derived when it is needed and leaves this file only as what an app asks for.

import type { Agent } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../base/clock.ts'
import { DialingAgent } from '../base/dialing-agent.ts'
import { appToken, bootKey } from '../engine/channel-protocol.ts'
import { dial } from '../engine/dial.ts'
import type { Reach } from './app-target.ts'

export interface AppUpstream {
  readonly agent: Agent
  /** What the app inside asks for; undefined: nothing. */
  readonly authorization: string | undefined
}

export class NodeDialer {
  readonly #channelKey: Uint8Array
  readonly #clock: Clock
  /** By label. */
  readonly #kept = new Map<string, Kept>()

  constructor(channelKey: Uint8Array, clock: Clock) {
    this.#channelKey = channelKey
    this.#clock = clock
  }

  open(reach: Reach, channel: string): Promise<Duplex> {
    return dial({ endpoint: reach.endpoint, key: this.#key(reach), channel })
  }

  /** The same agent as long as the app is at the same place; what led to an earlier place is closed. */
  upstream(label: string, reach: Reach, channel: string): AppUpstream {
    const place = JSON.stringify([reach.machineKey, reach.bootId, reach.endpoint, channel])
    const known = this.#kept.get(label)
    if (known?.place === place) {
      known.usedAt = this.#clock.now()
      return known
    }
    known?.agent.destroy()
    const made: Kept = {
      place,
      agent: new DialingAgent(() => this.open(reach, channel), agentOptions),
      // Jupyter's own scheme; other apps are asked for nothing.
      authorization: channel === 'lab' ? `token ${appToken(this.#key(reach), channel)}` : undefined,
      usedAt: this.#clock.now(),
    }
    this.#kept.set(label, made)
    return made
  }

  /** Lets go of apps nobody has asked for lately. */
  prune(): void {
    for (const [label, { agent, usedAt }] of this.#kept) {
      const isIdle = this.#clock.now() - usedAt > idleMs && Object.keys(agent.sockets).length === 0
      if (isIdle) this.#forget(label, agent)
    }
  }

  destroy(): void {
    for (const [label, { agent }] of this.#kept) this.#forget(label, agent)
  }

  #forget(label: string, agent: Agent): void {
    agent.destroy()
    this.#kept.delete(label)
  }

  #key(reach: Reach): Buffer {
    return bootKey(this.#channelKey, reach.machineKey, reach.bootId)
  }
}

interface Kept extends AppUpstream {
  readonly place: string
  usedAt: number
}

const idleMs = 60_000
const agentOptions = { keepAlive: true, maxSockets: 256, maxFreeSockets: 16 }
