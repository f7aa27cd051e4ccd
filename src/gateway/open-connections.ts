// What is being served to whom at this moment, so that a sign-out, a change of owner or a new boot can end it.

import type { Session } from './check-session.ts'

export interface OpenConnection {
  readonly session: Session
  readonly label: string
  readonly bootId: string
  close(): void
}

/** Many notebooks, terminals and event streams in many tabs; far fewer than the gateway can carry. */
const mostOfOne = 512

export class OpenConnections {
  readonly #open = new Set<OpenConnection>()
  readonly #ofPeople = new Map<string, number>()

  /** Answers how to take it out again. */
  add(connection: OpenConnection): () => void {
    const { objectId } = connection.session
    this.#open.add(connection)
    this.#ofPeople.set(objectId, this.#count(objectId) + 1)
    return () => {
      if (!this.#open.delete(connection)) return
      const left = this.#count(objectId) - 1
      if (left > 0) this.#ofPeople.set(objectId, left)
      else this.#ofPeople.delete(objectId)
    }
  }

  /** True: the rest is for others. */
  isFull(objectId: string): boolean {
    return this.#count(objectId) >= mostOfOne
  }

  #count(objectId: string): number {
    return this.#ofPeople.get(objectId) ?? 0
  }

  all(): OpenConnection[] {
    return [...this.#open]
  }
}
