// Bytes of a stream in portions of one's own choice. What the stream breaks with comes out as what is wrong with the archive.

import { ArchiveError } from './archive-error.ts'

/** After the end there may be padding, as tar programs write it; not more. */
const trailingLimit = 64 * 1024

export class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]()
  }

  /** Exactly so many; keep it small, it is held in memory. */
  async take(bytes: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for await (const part of this.stream(bytes, () => undefined)) parts.push(part)
    return Buffer.concat(parts)
  }

  /** Exactly so many, piece by piece. Iterated again it goes on where it was left. */
  stream(bytes: number, seen: (piece: Buffer) => void): AsyncIterable<Buffer> {
    let missing = bytes
    const next = async (): Promise<IteratorResult<Buffer>> => {
      if (missing === 0) return { done: true, value: undefined }
      if (this.#rest.length === 0) this.#rest = await this.#more()
      const piece = this.#rest.subarray(0, missing)
      this.#rest = this.#rest.subarray(piece.length)
      missing -= piece.length
      seen(piece)
      return { done: false, value: piece }
    }
    return { [Symbol.asyncIterator]: () => ({ next }) }
  }

  /** Whether nothing but a little padding is left. */
  async isOnlyZeros(): Promise<boolean> {
    for (let read = this.#rest.length; ; read += this.#rest.length) {
      if (read > trailingLimit || this.#rest.some((byte) => byte !== 0)) return false
      const { value, done } = await this.#next()
      if (done) return true
      this.#rest = value
    }
  }

  async #more(): Promise<Buffer> {
    const { value, done } = await this.#next()
    if (done) throw new ArchiveError('the archive ends too soon: it was cut off')
    return value
  }

  async #next(): Promise<IteratorResult<Buffer>> {
    try {
      return await this.#chunks.next()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (code === 'Z_BUF_ERROR') throw new ArchiveError('the archive ends too soon: it was cut off')
      if (code.startsWith('Z_')) throw new ArchiveError('the archive is damaged, or is no .tar.gz file')
      throw error
    }
  }
}
