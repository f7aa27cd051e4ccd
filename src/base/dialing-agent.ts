// An HTTP agent whose connections come from a function: a channel of a node, or the server's socket.

import { Agent, type AgentOptions } from 'node:http'
import type { Duplex } from 'node:stream'

export class DialingAgent extends Agent {
  readonly #open: () => Promise<Duplex>

  constructor(open: () => Promise<Duplex>, options: AgentOptions) {
    super(options)
    this.#open = open
  }

  override createConnection(
    _options: unknown,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | undefined {
    this.#open().then(
      (stream) => callback?.(null, stream),
      // Node takes the second argument only when there is no error.
      (error: unknown) => (callback as ((error: unknown) => void) | undefined)?.(error),
    )
    return undefined
  }
}
