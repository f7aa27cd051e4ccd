// Reads a file that grows, in pieces, into a buffer: what lies beyond what it has, whenever the file is said to be longer. A
// file that is very long begins near its end.

import type { ArmClient } from '../../../api/arm-client.ts'
import type { JobFile } from '../files-query.ts'
import { LogBuffer } from './log-buffer.ts'

const pieceBytes = 1024 * 1024
/** Of a longer one, the end is read. */
export const mostBytes = 24 * pieceBytes

export class LogReader {
  readonly buffer = new LogBuffer()
  readonly #client: ArmClient
  readonly #listeners = new Set<() => void>()
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

  async read(file: JobFile): Promise<void> {
    if (this.#isReading || file.href === undefined) return
    // It was made anew, by an attempt that began again.
    if (file.size < this.buffer.offset) this.buffer.startAt(0)
    if (this.buffer.offset === 0 && file.size > mostBytes) this.buffer.startAt(file.size - mostBytes)
    this.#isReading = true
    this.#error = undefined
    try {
      while (this.buffer.offset < file.size && !this.#isStopped) await this.#piece(file.href, file.size)
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error))
    } finally {
      this.#isReading = false
      this.#tell()
    }
  }

  async #piece(href: string, size: number): Promise<void> {
    const { offset } = this.buffer
    const last = Math.min(offset + pieceBytes, size) - 1
    const answer = await this.#client.send(href, { headers: { range: `bytes=${offset}-${last}` } })
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
