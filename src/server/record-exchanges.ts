// What clients sent and were answered, a JSON line each, for finding out what a client really does. Off unless asked for;
// the file is its owner's alone, tokens are not in it, and neither is what has secrets in its answers.

import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { ArmExchange } from '../http/arm-exchange.ts'

export interface ExchangeRecorder extends AsyncDisposable {
  observe(exchange: ArmExchange): void
}

/** Appends to the file. */
export function recordExchanges(file: string): ExchangeRecorder {
  const output = createWriteStream(file, { flags: 'a', mode: 0o600 })
  return {
    observe(exchange) {
      if (/\/providers\/Carrel\.Identity\//i.test(exchange.url)) return
      output.write(`${JSON.stringify(exchange)}\n`)
    },
    async [Symbol.asyncDispose]() {
      output.end()
      await finished(output)
    },
  }
}
