// An engine answers how far it is; these ask until it has arrived, as the controller does.

import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Engine, MachineSpec, MachineStatus } from '../../../src/engine/engine.ts'

const askAgainMs = 20

/** The status with which the machine was first seen running the boot, with the cause told on the way. */
export async function running(engine: Engine, spec: MachineSpec): Promise<MachineStatus> {
  let cause: string | undefined
  for (;;) {
    const machine = await engine.ensureMachine(spec)
    cause ??= machine.cause
    if (machine.phase === 'running' && machine.boot === spec.boot) return { ...machine, cause }
    await delay(askAgainMs)
  }
}

/** Running, and its apps answer. */
export async function reached(engine: Engine, key: string): Promise<void> {
  while (!(await statusOf(engine, key).catch(() => undefined))?.ready) await delay(askAgainMs)
}

export async function stopped(engine: Engine, key: string): Promise<MachineStatus | undefined> {
  for (;;) {
    const machine = await engine.stopMachine(key)
    if (machine === undefined || machine.phase === 'stopped') return machine
    await delay(askAgainMs)
  }
}

export async function gone(engine: Engine, key: string): Promise<void> {
  while (!(await engine.removeMachine(key))) await delay(askAgainMs)
}

export interface NodeStatus {
  readonly bootId: string
  readonly boot: number
  readonly ready: boolean
  readonly memoryBytes: number
  readonly apps: Readonly<Record<string, { state: string; pid?: number; restarts: number }>>
  readonly offers: readonly string[]
}

export async function statusOf(engine: Engine, key: string): Promise<NodeStatus> {
  const connection = await connected(engine, key, 'control')
  return new Promise((resolve, reject) => {
    const call = request({ path: '/status', host: 'node', createConnection: () => connection }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk
      })
      answer.on('end', () => {
        connection.destroy()
        resolve(JSON.parse(body) as NodeStatus)
      })
    })
    call.on('error', reject)
    call.end()
  })
}

/** A supervisor that listens already may still be a while from answering, and what it starts from listening. */
export async function connected(engine: Engine, key: string, channel: string): Promise<Duplex> {
  for (;;) {
    try {
      return await engine.connect(key, channel)
    } catch (error) {
      const { code, channelCode } = error as { code?: string; channelCode?: string }
      if (code !== 'Unreachable' && code !== 'Timeout' && channelCode !== 'NotReady') throw error
      await delay(askAgainMs)
    }
  }
}
