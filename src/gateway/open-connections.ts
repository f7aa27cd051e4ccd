// What is being served to whom at this moment, so that a sign-out, a change of owner or a new boot can end it.

import type { Session } from './check-session.ts'

export interface OpenConnection {
  readonly session: Session
  readonly label: string
  readonly bootId: string
  close(): void
}

export class OpenConnections {
  readonly #open = new Set<OpenConnection>()

  /** Answers how to take it out again. */
  add(connection: OpenConnection): () => void {
    this.#open.add(connection)
    return () => this.#open.delete(connection)
  }

  all(): OpenConnection[] {
    return [...this.#open]
  }
}
