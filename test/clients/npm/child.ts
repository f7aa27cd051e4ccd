// Runs the calls it is asked for in a process of its own: Node reads NODE_EXTRA_CA_CERTS only when it starts.

import { type Calls, calls } from './calls.ts'
import { openClients, type Pointing } from './open-clients.ts'

export interface Asked {
  readonly id: number
  readonly call: keyof Calls
  readonly args: readonly unknown[]
}

export type Answered =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: Refusal }

/** What a program sees of the error a client throws. */
export interface Refusal {
  readonly name: string
  readonly message: string
  readonly code: string | undefined
  readonly statusCode: number | undefined
}

const pointing: Pointing = JSON.parse(process.env['CARREL_POINTING'] ?? '{}')
const clients = openClients(pointing)

process.on('message', async ({ id, call, args }: Asked) => {
  const run = calls[call] as (...args: readonly unknown[]) => Promise<unknown>
  try {
    answer({ id, value: await run(clients, ...args) })
  } catch (error) {
    answer({ id, error: refusalOf(error) })
  }
})

function answer(answered: Answered): void {
  process.send?.(answered)
}

function refusalOf(error: unknown): Refusal {
  const { name, message, code, statusCode } = error as Refusal
  return { name, message, code, statusCode }
}
