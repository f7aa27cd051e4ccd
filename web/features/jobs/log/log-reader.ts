// Reads a file that grows, in pieces, into a buffer: what lies beyond what it has, whenever the file is said to be longer. A
// file that is very long begins near its end.

import type { ArmClient } from '../../../api/arm-client.ts'
import type { JobFile } from '../files-query.ts'
import { LogBuffer } from './log-buffer.ts'

const pieceBytes = 1024 * 1024
/** Of a longer one, the end is read. */
export const mostBytes = 24 * pieceBytes

interface Piece {
  readonly href: string
  readonly first: number
  readonly last: number
}

export class LogReader {
  readonly buffer = new LogBuffer()
  readonly #client: ArmClient
  readonly #listeners = new Set<() => void>()
  /** As it was last said to be. */
  #file: JobFile | undefined
  #isReading = false
  #isStopped = false
  #error: Error | undefined
  /** Rises with every change. */
  #version = 0

  constructor(client: ArmClient) {
    this.#client = client
  }

  /** What could not be read; it is tried again at the next look. */
  get error(): Error | undefined {
    return this.#error
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#isStopped = false
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      this.#isStopped = this.#listeners.size === 0
    }
  }

  readonly version = (): number => this.#version

  /** Up to the end of the file as it was last said to be: it may grow while it is read, and not be looked at again for long. */
  async read(file: JobFile): Promise<void> {
    this.#file = file
    if (this.#isReading) return
    this.#isReading = true
    this.#error = undefined
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#piece(next)
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error))
    } finally {
      this.#isReading = false
      this.#tell()
    }
  }

  /** What is asked for next; undefined: nothing. */
  #next(): Piece | undefined {
    const { href, size = 0 } = this.#file ?? {}
    if (href === undefined || this.#isStopped) return undefined
    // It was made anew, by an attempt that began again.
    if (size < this.buffer.offset) this.buffer.startAt(0)
    if (this.buffer.offset === 0 && size > mostBytes) this.buffer.startAt(size - mostBytes)
    const { offset } = this.buffer
    return offset < size ? { href, first: offset, last: Math.min(offset + pieceBytes, size) - 1 } : undefined
  }

  async #piece({ href, first, last }: Piece): Promise<void> {
    const answer = await this.#client.send(href, { headers: { range: `bytes=${first}-${last}` } })
    const bytes = new Uint8Array(await answer.arrayBuffer())
    if (bytes.length === 0) throw new Error('The file became shorter while it was read.')
    this.buffer.append(bytes)
    this.#tell()
  }

  #tell(): void {
    this.#version++
    for (const listener of this.#listeners) listener()
  }
}
