// A Python program of ours that calls a client, as a test uses it: one step after the other, in one process.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Product } from '../../support/product.ts'
import { launch, type Mode } from './launch.ts'

export interface Driver extends AsyncDisposable {
  /** What the step answered, as JSON. Throws `PythonError` where the client threw. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what a program printed
  call(step: string, ...args: readonly unknown[]): Promise<any>
}

/** What a Python program threw. */
export class PythonError extends Error {
  readonly type: string

  constructor({ type, message }: { type: string; message: string }) {
    super(message)
    this.type = type
  }
}

interface Answered {
  readonly value?: unknown
  readonly error?: { type: string; message: string }
}

/** `script` is read with the folder of `steps.py` on its path; `pointing` comes to it as JSON in CARREL_POINTING. */
export async function startDriver(
  product: Product,
  options: {
    readonly python: string
    readonly script: string
    readonly mode: Mode
    readonly pointing: Readonly<Record<string, unknown>>
  },
): Promise<Driver> {
  const home = await mkdtemp(join(tmpdir(), 'carrel-python-'))
  const { file, args, env } = launch(product, { ...options, home, command: [options.python, options.script] })
  const more = { PYTHONPATH: import.meta.dirname, CARREL_POINTING: JSON.stringify(options.pointing) }
  const child = spawn(file, args, { env: { ...env, ...more }, cwd: home })
  const said: string[] = []
  child.stderr.on('data', (text) => said.push(String(text)))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async call(step, ...args) {
      child.stdin.write(`${JSON.stringify({ step, args })}\n`)
      const { value: line, done } = await lines.next()
      if (done) throw new Error(`the program ended: ${said.join('').slice(-2000)}`)
      const answered: Answered = JSON.parse(line)
      if (answered.error) throw new PythonError(answered.error)
      return answered.value
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit')
        child.stdin.end()
        await ended
      }
      await rm(home, { recursive: true, force: true })
    },
  }
}
