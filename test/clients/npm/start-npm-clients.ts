// The npm clients as a test uses them: calls go to a child process that trusts the installation's authority.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { UpFacts } from '../../support/product.ts'
import type { Calls } from './calls.ts'
import type { Answered, Asked, Refusal } from './child.ts'
import type { Clients, Pointing } from './open-clients.ts'

type Rest<F> = F extends (clients: Clients, ...args: infer A) => unknown ? A : never

export interface NpmClients extends AsyncDisposable {
  /** Throws `ClientError` where the client throws. */
  call<K extends keyof Calls>(call: K, ...args: Rest<Calls[K]>): Promise<Awaited<ReturnType<Calls[K]>>>
}

export class ClientError extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

export function startNpmClients(facts: UpFacts, overrides: Partial<Pointing> = {}): NpmClients {
  const { endpoint, tenantId, subscriptionId, principal, caFile } = facts
  const { clientId, clientSecret } = principal
  const pointing: Pointing = { endpoint, tenantId, subscriptionId, clientId, clientSecret, ...overrides }
  const child = fork(fileURLToPath(new URL('child.ts', import.meta.url)), {
    execArgv: [],
    serialization: 'advanced',
    env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: caFile, CARREL_POINTING: JSON.stringify(pointing) },
  })
  const waiting = new Map<number, (answered: Answered) => void>()
  child.on('message', (answered: Answered) => {
    waiting.get(answered.id)?.(answered)
    waiting.delete(answered.id)
  })
  child.once('exit', (code) => {
    const error = { name: 'Error', message: `the clients' process ended with ${code}`, code: '', statusCode: undefined }
    for (const [id, settle] of waiting) settle({ id, error })
  })
  let last = 0
  return {
    async call(call, ...args) {
      const asked: Asked = { id: ++last, call, args }
      const answered = await new Promise<Answered>((resolve) => {
        waiting.set(asked.id, resolve)
        child.send(asked)
      })
      if ('error' in answered) throw new ClientError(answered.error)
      // The child ran exactly this call; the type is lost on the way between the processes alone.
      return answered.value as never
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
